{# A text like 2026-03-01T09:30:00, with a fraction and an offset if need be (without one it is
   UTC), as a UTC instant; a bare date is its UTC midnight; anything else is null. #}
{% macro text_to_instant(x) %}
    {%- set day = segsmith.text_to_date('substr(' ~ x ~ ', 1, 10)') -%}
    {%- set clock = '[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?' -%}
    {%- set offset = '(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])' -%}
    {%- set readable = segsmith.matches_pattern(
        x, "'^[0-9-]{10}(" ~ clock ~ offset ~ "?)?$'"
    ) -%}
    {%- set has_offset = segsmith.matches_pattern(x, "'" ~ clock ~ offset ~ "$'") -%}
    {{- return(
        'case when ' ~ readable ~ ' and ' ~ day ~ ' is not null then '
        ~ "timezone('UTC', cast(case"
        ~ ' when length(' ~ x ~ ') = 10 then ' ~ x ~ " || ' 00:00:00+00'"
        ~ ' when ' ~ has_offset ~ ' then ' ~ x ~ ' else ' ~ x ~ " || '+00'"
        ~ ' end as timestamp with time zone)) end'
    ) -}}
{% endmacro %}
