{# The instant n units after the as-of, as a timestamp literal. unit: second, minute, hour, day,
   week, month, year. #}
{% macro ahead(n, unit) %}
    {{- return(
        segsmith.instant_literal(segsmith.step_instant(segsmith.counted_from(), n, unit))
    ) -}}
{% endmacro %}
