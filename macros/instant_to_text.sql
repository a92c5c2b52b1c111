{# A UTC instant as ISO 8601 text to the second, like 2026-03-01T09:30:00. #}
{% macro instant_to_text(x) %}
    {{- return(adapter.dispatch('instant_to_text', 'segsmith')(x)) -}}
{% endmacro %}

{% macro default__instant_to_text(x) %}
    {{- return("strftime(" ~ x ~ ", '%Y-%m-%dT%H:%M:%S')") -}}
{% endmacro %}

{% macro postgres__instant_to_text(x) %}
    {{- return("to_char(" ~ x ~ ", 'YYYY-MM-DD\"T\"HH24:MI:SS')") -}}
{% endmacro %}
