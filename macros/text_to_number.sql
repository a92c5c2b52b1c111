{# A text of digits, with a sign and decimals if need be, as a number; anything else is null. #}
{% macro text_to_number(x) %}
    {%- set readable = segsmith.matches_pattern(x, "'^[-+]?[0-9]{1,18}([.][0-9]{1,10})?$'") -%}
    {#- a bare literal would be read as a number while the statement is parsed: text first -#}
    {%- set text = 'cast(' ~ x ~ ' as ' ~ dbt.type_string() ~ ')' -%}
    {{- return('case when ' ~ readable ~ ' then cast(' ~ text ~ ' as decimal(38, 10)) end') -}}
{% endmacro %}
