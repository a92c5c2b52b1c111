{# A select, as gone_id, of the ids that an entity's ledger holds as members of some segment and that
   `living`, a named select beside it, does not have; no row while the ledger does not stand. Most
   are living: they are left out before anything is grouped. #}
{% macro gone_members(entity, key_type) %}
    {%- set ledger = segsmith.existing_relation(entity ~ '_segment_ledger') -%}
    {%- if ledger is none -%}
    {{ segsmith.empty_select({'gone_id': key_type}) }}
    {%- else -%}
    select distinct {{ entity }}_id as gone_id
    from (
        select ledger.{{ entity }}_id
        from {{ segsmith.ledger_rows(entity, ledger) }} as ledger
        left join living on ledger.{{ entity }}_id = living.{{ entity }}_id
        where ledger.kind in ('entered', 'exited')
            and living.{{ entity }}_id is null
        group by ledger.segment_key, ledger.{{ entity }}_id
        having mod(max(ledger.ordinal), 2) = 1
    ) as open_memberships
    {%- endif -%}
{%- endmacro %}
