{# A value of a definition as SQL text. #}
{% macro definition_value(value, column) %}
    {%- if value is none or value is undefined -%}
        {{ return('null') }}
    {%- elif value is boolean -%}
        {{ return('true' if value else 'false') }}
    {%- elif value is number -%}
        {{ return(value | string) }}
    {%- elif column == 'approved_until' -%}
        {{ return(segsmith.approval_literal(value)) }}
    {%- endif -%}
    {{ return(segsmith.text_literal(value)) }}
{% endmacro %}
