{# SQL: the instant n units after an instant. Months and years step in the calendar, in UTC, and are
   clamped to the month's end; the others are exact elapsed time (a day is 24 hours). #}
{% macro later(instant, n, unit) %}
    {{- return(adapter.dispatch('later', 'segsmith')(instant, n, unit)) -}}
{% endmacro %}

{% macro default__later(instant, n, unit) %}
    {{- return(dbt.dateadd(unit, n, instant)) -}}
{% endmacro %}

{% macro duckdb__later(instant, n, unit) %}
    {{- return(instant ~ " + interval '" ~ n ~ ' ' ~ unit ~ "'") -}}
{% endmacro %}

{% macro postgres__later(instant, n, unit) %}
    {{- return(instant ~ " + interval '" ~ n ~ ' ' ~ unit ~ "'") -}}
{% endmacro %}
