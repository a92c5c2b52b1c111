{# The instant n units before the as-of, as a timestamp literal; with a second count and unit, so
   much before that again. unit: second, minute, hour, day, week, month, year. #}
{% macro ago(n, unit, then_n=0, then_unit='day') %}
    {%- set first = segsmith.step_instant(segsmith.counted_from(), -n, unit) -%}
    {{- return(segsmith.instant_literal(segsmith.step_instant(first, -then_n, then_unit))) -}}
{% endmacro %}
