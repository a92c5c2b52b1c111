{# The UTC instant at which the local day `today + days` starts, as a timestamp literal. #}
{% macro day_start(days) %}
    {%- set day = segsmith.step_instant(segsmith.local_today(), days, 'day') -%}
    {{- return(segsmith.instant_literal(segsmith.utc_of_local(day))) -}}
{% endmacro %}
