{# True where an array holds each of the values. values: a list of SQL texts. #}
{% macro array_includes_all(array, values) %}
    {%- set tests = [] -%}
    {%- for value in values -%}
        {% do tests.append(segsmith.array_includes(array, value)) %}
    {%- endfor -%}
    {{- return('(' ~ tests | join(' and ') ~ ')') -}}
{% endmacro %}
