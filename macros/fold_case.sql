{# x without differences of case, for comparisons that ignore case; the database's locale is left
   out. #}
{% macro fold_case(x) %}
    {{- return(adapter.dispatch('fold_case', 'segsmith')(x)) -}}
{% endmacro %}

{% macro default__fold_case(x) %}
    {{- return('lower(' ~ x ~ ')') -}}
{% endmacro %}

{% macro postgres__fold_case(x) %}
    {{- return('lower((' ~ x ~ ') collate "und-x-icu")') -}}
{% endmacro %}
