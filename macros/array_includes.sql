{# True where an array holds a value, false where the array is null. array, value: SQL text. #}
{% macro array_includes(array, value) %}
    {{- return(adapter.dispatch('array_includes', 'segsmith')(array, value)) -}}
{% endmacro %}

{% macro default__array_includes(array, value) %}
    {{- return('coalesce(list_contains(' ~ array ~ ', ' ~ value ~ '), false)') -}}
{% endmacro %}

{% macro postgres__array_includes(array, value) %}
    {{- return('(array_position(' ~ array ~ ', ' ~ value ~ ') is not null)') -}}
{% endmacro %}
