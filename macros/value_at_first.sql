{# An aggregate: the value (null too) on the first row for which the condition holds; of rows at
   one instant the one with the smaller key. All arguments are SQL text. #}
{% macro value_at_first(value, occurred_at, key, condition) %}
    {{- return(
        adapter.dispatch('value_at_first', 'segsmith')(value, occurred_at, key, condition)
    ) -}}
{% endmacro %}

{% macro default__value_at_first(value, occurred_at, key, condition) %}
    {{- return(
        'arg_min_null(' ~ value ~ ', row(' ~ occurred_at ~ ', ' ~ key ~ '))'
        ~ ' filter (where ' ~ condition ~ ')'
    ) -}}
{% endmacro %}

{% macro postgres__value_at_first(value, occurred_at, key, condition) %}
    {{- return(
        '(array_agg(' ~ value ~ ' order by ' ~ occurred_at ~ ' asc nulls last, '
        ~ key ~ ' asc nulls last) filter (where ' ~ condition ~ '))[1]'
    ) -}}
{% endmacro %}
