{# The local midnight (a datetime without zone) at which a calendar period of the project's time
   zone starts. period: day, week (from Monday), month, quarter, year; n: periods from the
   current one. #}
{% macro local_period_start(period, n) %}
    {%- set today = segsmith.local_today() -%}
    {%- if period == 'day' -%}
        {{ return(segsmith.step_instant(today, n, 'day')) }}
    {%- elif period == 'week' -%}
        {{ return(segsmith.step_instant(today, 7 * n - today.weekday(), 'day')) }}
    {%- elif period == 'month' -%}
        {{ return(segsmith.step_instant(today.replace(day=1), n, 'month')) }}
    {%- elif period == 'quarter' -%}
        {%- set first_month = (today.month - 1) // 3 * 3 + 1 -%}
        {{ return(segsmith.step_instant(today.replace(month=first_month, day=1), 3 * n, 'month')) }}
    {%- elif period == 'year' -%}
        {{ return(segsmith.step_instant(today.replace(month=1, day=1), n, 'year')) }}
    {%- endif -%}
    {% do exceptions.raise_compiler_error("segsmith: unknown period '" ~ period ~ "'") %}
{% endmacro %}
