{# The first local date of a calendar period, as a literal. #}
{% macro period_day(period, n) %}
    {{- return(segsmith.date_literal(segsmith.local_period_start(period, n))) -}}
{% endmacro %}
