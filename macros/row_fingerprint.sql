{# The sum of hashes of whole rows of a table alias, as text: equal for equal rows in any order. An
   engine without a hash of a row has none: runs look at everybody there. #}
{% macro row_fingerprint(alias) %}
    {{- return(adapter.dispatch('row_fingerprint', 'segsmith')(alias)) -}}
{% endmacro %}

{% macro default__row_fingerprint(alias) %}
    {{- return('cast(null as ' ~ dbt.type_string() ~ ')') -}}
{% endmacro %}

{% macro duckdb__row_fingerprint(alias) %}
    {{- return('cast(sum(hash(' ~ alias ~ ')) as varchar)') -}}
{% endmacro %}

{% macro postgres__row_fingerprint(alias) %}
    {{- return('cast(sum(hashtextextended(cast(' ~ alias ~ ' as text), 0)) as text)') -}}
{% endmacro %}
