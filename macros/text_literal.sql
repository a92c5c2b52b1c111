{# A text literal of a value that Jinja holds as data; null for none. #}
{% macro text_literal(value) %}
    {{- return(adapter.dispatch('text_literal', 'segsmith')(value)) -}}
{% endmacro %}

{% macro default__text_literal(value) %}
    {%- if value is none -%}
        {{ return('null') }}
    {%- endif -%}
    {{- return("'" ~ (value | string).replace("'", "''") ~ "'") -}}
{% endmacro %}
