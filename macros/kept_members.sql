{# A select of the ids that a paused segment keeps, as <entity>_id: those whom the ledger holds as
   its members before this run, living or not. #}
{% macro kept_members(entity, key_type, segment_key) %}
    select {{ entity }}_id
    from {{ segsmith.ledger_before_run(entity, key_type) }} as ledger
    where kind in ('entered', 'exited')
        and segment_key = {{ segsmith.text_literal(segment_key) }}
        and as_of < {{ segsmith.as_of() }}
    group by {{ entity }}_id
    having mod(max(ordinal), 2) = 1
{%- endmacro %}
