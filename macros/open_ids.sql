{# A select of the ids that an entity's ledger holds as members of some segment, as
   remembered_id; no row while the ledger does not stand. #}
{% macro open_ids(entity, key_type) %}
    {%- set ledger = segsmith.existing_relation(entity ~ '_segment_ledger') -%}
    {%- if ledger is none -%}
    {{ segsmith.empty_select({'remembered_id': key_type}) }}
    {%- else -%}
    select distinct {{ entity }}_id as remembered_id
    from (
        select {{ entity }}_id
        from {{ segsmith.ledger_rows(entity, ledger) }} as ledger
        where kind in ('entered', 'exited')
        group by segment_key, {{ entity }}_id
        having mod(max(ordinal), 2) = 1
    ) as open_memberships
    {%- endif %}
{%- endmacro %}
