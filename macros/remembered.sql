{# What a ledger held before this run: the ledger itself, or an empty table of its shape on the
   first run. #}
{% macro remembered(entity, key_type) %}
    {%- if is_incremental() -%}
        {{ return(this | string) }}
    {%- endif -%}
    {%- set nothing -%}
    (
        select
            cast(null as {{ dbt.type_string() }}) as kind,
            cast(null as timestamp) as as_of,
            cast(null as {{ dbt.type_string() }}) as segment_key,
            cast(null as {{ key_type }}) as {{ entity }}_id,
            cast(null as integer) as ordinal,
            cast(null as {{ dbt.type_string() }}) as cause,
            cast(null as {{ dbt.type_string() }}) as definition_hash,
            cast(null as bigint) as feed_position,
            cast(null as bigint) as members,
            cast(null as {{ dbt.type_string() }}) as reason,
            cast(null as {{ dbt.type_string() }}) as source_key,
            cast(null as bigint) as row_count
        from (select 1 as one) as no_ledger
        where one = 0
    )
    {%- endset -%}
    {{ return(nothing) }}
{% endmacro %}
