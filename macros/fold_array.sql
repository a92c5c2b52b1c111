{# An array of text without differences of case. #}
{% macro fold_array(x) %}
    {{- return(adapter.dispatch('fold_array', 'segsmith')(x)) -}}
{% endmacro %}

{% macro default__fold_array(x) %}
    {{- return('list_transform(' ~ x ~ ', lambda item: lower(item))') -}}
{% endmacro %}

{% macro postgres__fold_array(x) %}
    {{- return(
        '(select array_agg(lower(item collate "und-x-icu")) from unnest(' ~ x ~ ') as item)'
    ) -}}
{% endmacro %}
