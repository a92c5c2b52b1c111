{# A select of the members of a segment of another entity, as <entity>_id: those whom this run
   found, and of those at whom it did not look, those whom the ledger held before it. evaluation,
   evaluated: the other entity's tables of this run. #}
{% macro members_now(entity, key_type, segment_key, evaluation, evaluated) %}
    select {{ entity }}_id
    from {{ evaluation }} as evaluation
    where segment_key = {{ segsmith.text_literal(segment_key) }}
        and is_member

    union all

    select kept.{{ entity }}_id
    from (
        {{ segsmith.kept_members(entity, key_type, segment_key) }}
    ) as kept
    left join {{ evaluated }} as evaluated on kept.{{ entity }}_id = evaluated.{{ entity }}_id
    where evaluated.{{ entity }}_id is null
{%- endmacro %}
