{# The local date `days` days from today, as a literal. #}
{% macro local_day(days) %}
    {{- return(segsmith.date_literal(segsmith.local_period_start('day', days))) -}}
{% endmacro %}
