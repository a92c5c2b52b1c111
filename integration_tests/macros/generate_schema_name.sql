{# Acme's own rule: every schema of ours begins with acme_. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if custom_schema_name is none -%}
        acme_{{ target.schema }}
    {%- else -%}
        acme_{{ custom_schema_name | trim }}
    {%- endif -%}
{%- endmacro %}
