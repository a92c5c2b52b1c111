{# The dbt indexes config of a table that remembers: a unique one where the engine enforces it.
   None on DuckDB, whose indexes have lost rows after crashes. #}
{% macro key_indexes(key_columns, search_columns=[]) %}
    {{ return(adapter.dispatch('key_indexes', 'segsmith')(key_columns, search_columns)) }}
{% endmacro %}

{% macro default__key_indexes(key_columns, search_columns) %}
    {{ return([]) }}
{% endmacro %}

{% macro postgres__key_indexes(key_columns, search_columns) %}
    {%- set indexes = [{'columns': key_columns, 'unique': true}] -%}
    {%- for column in search_columns -%}
        {% do indexes.append({'columns': [column]}) %}
    {%- endfor -%}
    {{ return(indexes) }}
{% endmacro %}
