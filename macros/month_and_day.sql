{# Month and day of a date as one number (1231 is 31 December), as they fall in a year. #}
{% macro month_and_day(x, year, leap_day) %}
    {%- set number = '(extract(month from ' ~ x ~ ') * 100 + extract(day from ' ~ x ~ '))' -%}
    {%- if segsmith.days_in_month(year, 2) == 29 -%}
        {{- return(number) -}}
    {%- endif -%}
    {%- set instead = {'february_28': '228', 'march_1': '301', 'skip': 'null'}[leap_day] -%}
    {{- return('case when ' ~ number ~ ' = 229 then ' ~ instead ~ ' else ' ~ number ~ ' end') -}}
{% endmacro %}
