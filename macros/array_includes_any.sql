{# True where an array holds at least one of the values. values: a list of SQL texts. #}
{% macro array_includes_any(array, values) %}
    {%- set tests = [] -%}
    {%- for value in values -%}
        {% do tests.append(segsmith.array_includes(array, value)) %}
    {%- endfor -%}
    {{- return('(' ~ tests | join(' or ') ~ ')') -}}
{% endmacro %}
