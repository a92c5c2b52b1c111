{# The length of a text in bytes. #}
{% macro byte_length(x) %}
    {{- return(adapter.dispatch('byte_length', 'segsmith')(x)) -}}
{% endmacro %}

{% macro default__byte_length(x) %}
    {{- return('octet_length(' ~ x ~ ')') -}}
{% endmacro %}

{% macro duckdb__byte_length(x) %}
    {{- return('strlen(' ~ x ~ ')') -}}
{% endmacro %}
