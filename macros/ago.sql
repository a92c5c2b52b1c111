{# The instant n units before the as-of, as a timestamp literal. unit: second, minute, hour, day,
   week, month, year. #}
{% macro ago(n, unit) %}
    {{- return(
        segsmith.instant_literal(segsmith.step_instant(segsmith.run_row().as_of, -n, unit))
    ) -}}
{% endmacro %}
