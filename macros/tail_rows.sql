{# The named queries that tail_faults reads: tail (rows after the known run), steps (transitions
   of the tail's keys with the one before) and sizes (checkpoints of the tail with what they must
   add up to). #}
{% macro tail_rows(entity, ledger) %}
tail as (
    select
        ledger.kind, ledger.segment_key, ledger.{{ entity }}_id, ledger.as_of,
        ledger.feed_position
    from {{ ledger }} as ledger
    cross join known
    where known.as_of is null or ledger.as_of > known.as_of
),

tail_keys as (
    select distinct segment_key, {{ entity }}_id from tail where kind in ('entered', 'exited')
),

steps as (
    select
        ledger.segment_key, ledger.{{ entity }}_id, ledger.kind, ledger.ordinal, ledger.as_of,
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
),

counted as (
    select
        segment_key, as_of,
        count(case when kind = 'entered' then 1 end) as entered,
        count(case when kind = 'exited' then 1 end) as exited
    from tail
    where kind in ('entered', 'exited')
    group by segment_key, as_of
),

checkpoints as (
    select
        segment_key, as_of, members, entered, exited,
        lag(members) over (partition by segment_key order by as_of) as previous_members
    from {{ ledger }}
    where kind = 'checkpoint'
),

sizes as (
    select
        coalesce(checkpoints.segment_key, counted.segment_key) as segment_key,
        coalesce(checkpoints.as_of, counted.as_of) as as_of,
        coalesce(checkpoints.members, -1) as members,
        coalesce(checkpoints.entered, 0) as entered,
        coalesce(checkpoints.exited, 0) as exited,
        checkpoints.previous_members,
        coalesce(counted.entered, 0) as counted_entered,
        coalesce(counted.exited, 0) as counted_exited
    from checkpoints
    full join counted
        on checkpoints.segment_key = counted.segment_key
        and checkpoints.as_of = counted.as_of
    cross join known
    where known.as_of is null or coalesce(checkpoints.as_of, counted.as_of) > known.as_of
)
{% endmacro %}
