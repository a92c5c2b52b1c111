{# The MD5 of a prefix (SQL text) and a key as text: 32 hex digits, compared by code point. #}
{% macro key_hash(prefix, key) %}
    {{- return(adapter.dispatch('key_hash', 'segsmith')(prefix, key)) -}}
{% endmacro %}

{% macro default__key_hash(prefix, key) %}
    {{- return('md5(' ~ prefix ~ ' || cast(' ~ key ~ ' as ' ~ dbt.type_string() ~ '))') -}}
{% endmacro %}

{% macro postgres__key_hash(prefix, key) %}
    {{- return(segsmith.by_code_point(segsmith.default__key_hash(prefix, key))) -}}
{% endmacro %}

{% macro bigquery__key_hash(prefix, key) %}
    {{- return('to_hex(' ~ segsmith.default__key_hash(prefix, key) ~ ')') -}}
{% endmacro %}
