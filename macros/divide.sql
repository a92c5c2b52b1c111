{# a / b, never cut to a whole number, null where b is zero. #}
{% macro divide(a, b) %}
    {{- return(
        '(cast(' ~ a ~ ' as double precision) / nullif(cast(' ~ b ~ ' as double precision), 0))'
    ) -}}
{% endmacro %}
