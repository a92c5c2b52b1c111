{# A pre-hook that lets one run at a time write a table that remembers. Nothing on DuckDB (one
   writing process) and while the table does not stand. #}
{% macro lock_table() %}
    {{- adapter.dispatch('lock_table', 'segsmith')() -}}
{% endmacro %}

{% macro default__lock_table() %}
{% endmacro %}

{% macro postgres__lock_table() %}
    {%- if execute and load_cached_relation(this) is not none -%}
        lock table {{ this }} in share row exclusive mode
    {%- endif -%}
{% endmacro %}
