{# True where an array holds nothing; null where it is null. #}
{% macro array_is_empty(array) %}
    {{- return(adapter.dispatch('array_is_empty', 'segsmith')(array)) -}}
{% endmacro %}

{% macro default__array_is_empty(array) %}
    {{- return('(len(' ~ array ~ ') = 0)') -}}
{% endmacro %}

{% macro postgres__array_is_empty(array) %}
    {{- return('(cardinality(' ~ array ~ ') = 0)') -}}
{% endmacro %}
