{# Two named queries for tail_faults: tail_keys (whose membership the tail changes) and steps (each
   transition of theirs with the one before). Before anything was published the tail is the whole
   ledger, and a key whose only row is a first entry is sound as it is. #}
{% macro tail_steps(entity, ledger) -%}
        tail_keys as (
            select tail.segment_key, tail.{{ entity }}_id
            from tail
            cross join known
            where tail.kind in ('entered', 'exited')
            group by tail.segment_key, tail.{{ entity }}_id, known.as_of
            having known.as_of is not null
                or count(*) > 1
                or max(tail.kind) <> 'entered'
                or coalesce(max(tail.ordinal), 0) <> 1
        ),

        steps as (
            select
                ledger.segment_key, ledger.{{ entity }}_id, ledger.kind, ledger.ordinal,
                ledger.as_of,
                lag(ledger.ordinal) over (
                    partition by ledger.segment_key, ledger.{{ entity }}_id
                    order by ledger.ordinal, ledger.feed_position
                ) as previous_ordinal,
                lag(ledger.as_of) over (
                    partition by ledger.segment_key, ledger.{{ entity }}_id
                    order by ledger.ordinal, ledger.feed_position
                ) as previous_as_of
            from {{ ledger }} as ledger
            inner join tail_keys
                on ledger.segment_key = tail_keys.segment_key
                and ledger.{{ entity }}_id = tail_keys.{{ entity }}_id
            where ledger.kind in ('entered', 'exited')
        )
{%- endmacro %}
