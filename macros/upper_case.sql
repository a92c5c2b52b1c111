{# x in capitals; the database's locale is left out. #}
{% macro upper_case(x) %}
    {{- return(adapter.dispatch('upper_case', 'segsmith')(x)) -}}
{% endmacro %}

{% macro default__upper_case(x) %}
    {{- return('upper(' ~ x ~ ')') -}}
{% endmacro %}

{% macro postgres__upper_case(x) %}
    {{- return('upper((' ~ x ~ ') collate "und-x-icu")') -}}
{% endmacro %}
