{# Acme's own rule: every schema of ours begins with acme_. #}
{% macro generate_schema_name(custom_schema_name, node) %}
    {{- return(
        'acme_' ~ (custom_schema_name or target.schema)
    ) -}}
{% endmacro %}
