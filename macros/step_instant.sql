{# A datetime n units later (earlier for n below zero). Months and years step in the calendar and
   are clamped to the month's end; the others are exact elapsed time (a day is 24 hours). #}
{% macro step_instant(instant, n, unit) %}
    {%- set seconds = {'second': 1, 'minute': 60, 'hour': 3600, 'day': 86400, 'week': 604800} -%}
    {%- if unit in seconds -%}
        {{ return(instant + modules.datetime.timedelta(seconds=n * seconds[unit])) }}
    {%- elif unit not in ('month', 'year') -%}
        {% do exceptions.raise_compiler_error("segsmith: unknown unit '" ~ unit ~ "'") %}
    {%- endif -%}
    {%- set months = instant.year * 12 + instant.month - 1 + (n * 12 if unit == 'year' else n) -%}
    {%- set year = months // 12 -%}
    {%- set month = months % 12 + 1 -%}
    {%- set last_day = segsmith.days_in_month(year, month) -%}
    {{ return(instant.replace(year=year, month=month, day=[instant.day, last_day] | min)) }}
{% endmacro %}
