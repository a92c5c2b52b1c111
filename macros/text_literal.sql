{# A text literal of a value that Jinja holds as data; null for none. #}
{% macro text_literal(value) %}
    {%- if value is none -%}
        {{ return('null') }}
    {%- endif -%}
    {%- set written = namespace(text=value | string) -%}
    {%- for text, escape in segsmith.text_escapes() -%}
        {%- set written.text = written.text.replace(text, escape) -%}
    {%- endfor -%}
    {{- return("'" ~ written.text ~ "'") -}}
{% endmacro %}
