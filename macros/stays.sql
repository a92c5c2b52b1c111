{# A select of the stays of an entity in its segments up to the published run. known: the relation of
   int_<entity>__stays, whose rows hold as far as they fit the ledger; what came after them is read
   from the ledger. With known none the ledger is read whole.
   only_changed: only those that began or ended after the known ones. #}
{% macro stays(entity, key_type, known, only_changed=false) %}
{%- set key = entity ~ '_id' -%}
with

known as (

    {{ segsmith.known_stays(entity, key_type, known) }}

),

transitions as (

    select * from {{ segsmith.published_transitions(entity) }} as published

),

last_known as (

    {{ segsmith.last_known_position(entity, key_type, known) }}

),

further as (

    select transitions.*
    from transitions
    where transitions.feed_position > (select feed_position from last_known)

),

begun as (

    select * from further where kind = 'entered'

),

ended as (

    select * from further where kind = 'exited'

)

select
    known.interval_id,
    known.segment_key,
    known.{{ key }},
    known.entered_ordinal,
    known.entered_at,
    known.entered_cause,
    known.entered_definition_hash,
    coalesce(known.exited_at, ended.as_of) as exited_at,
    coalesce(known.exited_cause, ended.cause) as exited_cause,
    coalesce(known.exited_definition_hash, ended.definition_hash) as exited_definition_hash,
    coalesce(ended.feed_position, known.last_position) as last_position
from known
{{ 'inner' if only_changed else 'left' }} join ended
    on known.segment_key = ended.segment_key
        and known.{{ key }} = ended.{{ key }}
        and known.entered_ordinal + 1 = ended.ordinal
where known.last_position <= (select feed_position from last_known)

union all

select
    begun.ledger_id as interval_id,
    begun.segment_key,
    begun.{{ key }},
    begun.ordinal as entered_ordinal,
    begun.as_of as entered_at,
    begun.cause as entered_cause,
    begun.definition_hash as entered_definition_hash,
    ended.as_of as exited_at,
    ended.cause as exited_cause,
    ended.definition_hash as exited_definition_hash,
    coalesce(ended.feed_position, begun.feed_position) as last_position
from begun
left join ended
    on begun.segment_key = ended.segment_key
        and begun.{{ key }} = ended.{{ key }}
        and begun.ordinal + 1 = ended.ordinal
{%- endmacro %}
