{# x compared and sorted by code point, not by the database's collation. #}
{% macro by_code_point(x) %}
    {{- return(adapter.dispatch('by_code_point', 'segsmith')(x)) -}}
{% endmacro %}

{% macro default__by_code_point(x) %}
    {{- return(x) -}}
{% endmacro %}

{% macro postgres__by_code_point(x) %}
    {{- return('(' ~ x ~ ') collate "C"') -}}
{% endmacro %}
