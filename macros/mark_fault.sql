{# What makes a source's load mark of the last run useless to tell what was loaded since; empty
   where it is sound. #}
{% macro mark_fault(entity, source_key) %}
    {%- set before = segsmith.previous_sources(entity).get(source_key, {}).get('load_mark') -%}
    {%- set mark = segsmith.run_row().load_marks.get(source_key) -%}
    {%- if before is none -%}
        {{ return('') }}
    {%- elif mark is none or mark < before -%}
        {{ return('has gone back') }}
    {%- elif before > segsmith.clock() -%}
        {{ return('lies in the future') }}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}
