{# A number that stands where several may be chosen (greatest, coalesce, case): with decimals enough
   for all. DuckDB gives wide decimals of several scales the smallest of them and rounds the rest. #}
{% macro of_one_scale(x) %}
    {{- return(adapter.dispatch('of_one_scale', 'segsmith')(x)) -}}
{% endmacro %}

{% macro default__of_one_scale(x) %}
    {{- return('(' ~ x ~ ' + cast(0 as decimal(38, 10)))') -}}
{% endmacro %}

{% macro postgres__of_one_scale(x) %}
    {{- return(x) -}}
{% endmacro %}
