{# The number of days of a month. #}
{% macro days_in_month(year, month) %}
    {%- set is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) -%}
    {%- set lengths = [31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] -%}
    {{ return(lengths[month - 1]) }}
{% endmacro %}
