{# An aggregate: the value (null too) on the last row for which the condition holds; of rows at
   one instant the one with the larger key. All arguments are SQL text. #}
{% macro value_at_last(value, occurred_at, key, condition) %}
    {{- return(
        adapter.dispatch('value_at_last', 'segsmith')(value, occurred_at, key, condition)
    ) -}}
{% endmacro %}

{% macro default__value_at_last(value, occurred_at, key, condition) %}
    {{- return(
        'arg_max_null(' ~ value ~ ', row(' ~ occurred_at ~ ', ' ~ key ~ '))'
        ~ ' filter (where ' ~ condition ~ ')'
    ) -}}
{% endmacro %}

{% macro postgres__value_at_last(value, occurred_at, key, condition) %}
    {{- return(
        '(array_agg(' ~ value ~ ' order by ' ~ occurred_at ~ ' desc nulls last, '
        ~ key ~ ' desc nulls last) filter (where ' ~ condition ~ '))[1]'
    ) -}}
{% endmacro %}
