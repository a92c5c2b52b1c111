{# What a ledger held before this run: the ledger itself, its segments under the names that they
   have now, or an empty table of its shape on the first run. #}
{% macro remembered(entity, key_type) %}
    {%- if is_incremental() -%}
        {{ return(segsmith.ledger_rows(entity, this)) }}
    {%- endif -%}
    {%- set columns = dict(segsmith.ledger_columns(entity, key_type), as_of='timestamp') -%}
    {{ return('(\n' ~ segsmith.empty_select(columns) ~ '\n)') }}
{% endmacro %}
