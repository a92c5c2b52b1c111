{# An expression of type text that stops the statement with a message. The message must depend on
   a column: an engine may evaluate a constant before it knows that no row asks for it. #}
{% macro refuse(message_expression) %}
    {{- return(adapter.dispatch('refuse', 'segsmith')(message_expression)) -}}
{% endmacro %}

{% macro default__refuse(message_expression) %}
    {{- return(
        'cast(cast(' ~ message_expression ~ ' as integer) as ' ~ dbt.type_string() ~ ')'
    ) -}}
{% endmacro %}

{% macro duckdb__refuse(message_expression) %}
    {{- return('cast(error(' ~ message_expression ~ ') as text)') -}}
{% endmacro %}
