{# A text like 2026-03-01 as a date; anything else, and a day that no calendar has, is null. #}
{% macro text_to_date(x) %}
    {{- return(adapter.dispatch('text_to_date', 'segsmith')(x)) -}}
{% endmacro %}

{% macro default__text_to_date(x) %}
    {%- set readable = segsmith.matches_pattern(x, "'^[0-9]{4}-[0-9]{2}-[0-9]{2}$'") -%}
    {{- return('case when ' ~ readable ~ ' then try_cast(' ~ x ~ ' as date) end') -}}
{% endmacro %}

{% macro postgres__text_to_date(x) %}
    {%- set year = 'cast(left(' ~ x ~ ', 4) as integer)' -%}
    {%- set month = 'cast(substr(' ~ x ~ ', 6, 2) as integer)' -%}
    {%- set day = 'cast(substr(' ~ x ~ ', 9, 2) as integer)' -%}
    {{- return(
        'case when ' ~ x ~ " ~ '^[0-9]{4}-(0[1-9]|1[0-2])-[0-9]{2}$' and " ~ year ~ ' > 0'
        ~ ' then case when ' ~ day ~ ' between 1 and extract(day from (make_date(' ~ year ~ ', '
        ~ month ~ ", 1) + interval '1 month' - interval '1 day'))"
        ~ ' then make_date(' ~ year ~ ', ' ~ month ~ ', ' ~ day ~ ') end end'
    ) -}}
{% endmacro %}
