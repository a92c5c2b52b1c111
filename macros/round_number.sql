{# x rounded to places decimals, halves away from zero, on every engine. #}
{% macro round_number(x, places) %}
    {{- return('round(cast(' ~ x ~ ' as decimal(38, 10)), ' ~ places ~ ')') -}}
{% endmacro %}
