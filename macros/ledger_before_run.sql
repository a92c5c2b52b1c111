{# What an entity's ledger held before this run, for nodes that come before the ledger in it: the
   ledger as it stands, under the segments' names of now, or an empty table of its shape on the first run. No ref: a cycle. #}
{% macro ledger_before_run(entity, key_type) %}
    {%- set ledger = segsmith.existing_relation(entity ~ '_segment_ledger') -%}
    {%- if ledger is not none -%}
        {{ return(segsmith.ledger_rows(entity, ledger)) }}
    {%- endif -%}
    {%- set columns = dict(segsmith.ledger_columns(entity, key_type), as_of='timestamp') -%}
    {{ return('(\n' ~ segsmith.empty_select(columns) ~ '\n)') }}
{% endmacro %}
