{# A date as ISO 8601 text, like 2026-03-01. #}
{% macro date_to_text(x) %}
    {{- return('cast(' ~ x ~ ' as ' ~ dbt.type_string() ~ ')') -}}
{% endmacro %}
