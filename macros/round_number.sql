{# x rounded to places decimals, halves away from zero, on every engine; null where it has no place
   in 38 digits, ten of them decimals (NaN and infinity have none). #}
{% macro round_number(x, places) %}
    {%- set held = segsmith.finite_number(x, '1e28') -%}
    {{- return('round(cast(' ~ held ~ ' as decimal(38, 10)), ' ~ places ~ ')') -}}
{% endmacro %}
