{# The as-of asked for: var as_of (ISO 8601; UTC unless it has an offset), else the start of this
   dbt invocation; whole seconds. #}
{% macro requested_as_of() %}
    {%- set requested = var('as_of', none) -%}
    {%- if requested is none or requested | string | trim == '' -%}
        {{ return(run_started_at.replace(tzinfo=none, microsecond=0)) }}
    {%- endif -%}
    {{ return(segsmith.instant_from_text(requested).replace(microsecond=0)) }}
{% endmacro %}
