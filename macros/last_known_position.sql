{# A select of one row, feed_position: how far int_<entity>__stays goes, where the transition that it
   ends with is the ledger's own and published; else 0. #}
{% macro last_known_position(entity, key_type, known) %}
    {%- set key = entity ~ '_id' -%}
    select coalesce(max(transitions.feed_position), 0) as feed_position
    from (
        {{ segsmith.known_stays(entity, key_type, known) }}
    ) as known
    inner join {{ segsmith.published_transitions(entity) }} as transitions
        on known.last_position = transitions.feed_position
            and known.segment_key = transitions.segment_key
            and known.{{ key }} = transitions.{{ key }}
            and coalesce(known.exited_at, known.entered_at) = transitions.as_of
    {%- if known is not none %}
    where known.last_position = (select max(last_position) from {{ known }})
    {%- endif %}
{%- endmacro %}
