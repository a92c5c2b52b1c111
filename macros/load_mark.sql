{# The greatest load time of a source that this run may see, as a timestamp literal; far in the
   future for a source without a load time, and in a preview. #}
{% macro load_mark(source_key) %}
    {%- set forever = modules.datetime.datetime(9999, 12, 31) -%}
    {{- return(
        segsmith.instant_literal(segsmith.run_row().load_limits.get(source_key, forever))
    ) -}}
{% endmacro %}
