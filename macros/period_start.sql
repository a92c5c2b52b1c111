{# The UTC instant at which a calendar period of the project's time zone starts, as a literal. #}
{% macro period_start(period, n) %}
    {%- set start = segsmith.local_period_start(period, n) -%}
    {{- return(segsmith.instant_literal(segsmith.utc_of_local(start))) -}}
{% endmacro %}
