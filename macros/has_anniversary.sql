{# True where an anniversary of a date falls on today (days 0), or on one of the coming `days`
   local days. A date after today has none; min_years: the least age in years. A leap day falls
   on leap_day (february_28, march_1 or skip) in years without one. x: SQL text of a date. #}
{% macro has_anniversary(x, days, min_years, leap_day) %}
    {%- set today = segsmith.local_today() -%}
    {%- set first = today if days == 0 else segsmith.step_instant(today, 1, 'day') -%}
    {%- set last = segsmith.step_instant(today, days, 'day') -%}
    {%- set in_years = [] -%}
    {%- for year in range(first.year, last.year + 1) -%}
        {%- set low = first.month * 100 + first.day if year == first.year else 101 -%}
        {%- set high = last.month * 100 + last.day if year == last.year else 1231 -%}
        {% do in_years.append(
            '(' ~ segsmith.month_and_day(x, year, leap_day) ~ ' between ' ~ low ~ ' and ' ~ high
            ~ ' and extract(year from ' ~ x ~ ') <= ' ~ (year - min_years) ~ ')'
        ) %}
    {%- endfor -%}
    {{- return(
        '(' ~ x ~ ' <= ' ~ segsmith.date_literal(today) ~ ' and (' ~ in_years | join(' or ') ~ '))'
    ) -}}
{% endmacro %}
