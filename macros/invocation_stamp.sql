{# The start of this dbt invocation in microseconds since 1970 (UTC): identifies the run. #}
{% macro invocation_stamp() %}
    {%- set epoch = modules.datetime.datetime(1970, 1, 1) -%}
    {%- set elapsed = run_started_at.replace(tzinfo=none) - epoch -%}
    {{ return((elapsed.days * 86400 + elapsed.seconds) * 1000000 + elapsed.microseconds) }}
{% endmacro %}
