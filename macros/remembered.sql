{# What a ledger held before this run: the ledger itself, or an empty table of its shape on the
   first run. #}
{% macro remembered(entity, key_type) %}
    {%- if is_incremental() -%}
        {{ return(this | string) }}
    {%- endif -%}
    {%- set nothing -%}
    (
        select
            *,
            cast(null as timestamp) as as_of
        from (
            {{ segsmith.ledger_select(
                segsmith.ledger_columns(entity, key_type), '(select 1 as one) as no_ledger', []
            ) }}
        ) as ledger_rows
        where kind is not null
    )
    {%- endset -%}
    {{ return(nothing) }}
{% endmacro %}
