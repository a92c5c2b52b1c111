{# Seconds from x to the as-of, with fractions; below zero where x is later. #}
{% macro seconds_since(x) %}
    {{- return('extract(epoch from (' ~ segsmith.as_of() ~ ' - ' ~ x ~ '))') -}}
{% endmacro %}
