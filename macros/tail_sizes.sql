{# Three named queries for tail_faults: checkpoints, counted (transitions of the tail by segment and
   run) and sizes (each checkpoint of the tail with what it must add up to). #}
{% macro tail_sizes(ledger) -%}
        checkpoints as (
            select
                segment_key, as_of, members, entered, exited,
                lag(members) over (partition by segment_key order by as_of) as previous_members
            from {{ ledger }} as ledger
            where kind = 'checkpoint'
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

        sizes as (
            select
                coalesce(checkpoints.segment_key, counted.segment_key) as segment_key,
                coalesce(checkpoints.as_of, counted.as_of) as as_of,
                coalesce(checkpoints.members, -1) as members,
                coalesce(checkpoints.entered, 0) as entered,
                coalesce(checkpoints.exited, 0) as exited,
                coalesce(checkpoints.previous_members, 0) as previous_members,
                coalesce(counted.entered, 0) as counted_entered,
                coalesce(counted.exited, 0) as counted_exited
            from checkpoints
            full join counted
                on checkpoints.segment_key = counted.segment_key
                and checkpoints.as_of = counted.as_of
            cross join known
            where known.as_of is null or coalesce(checkpoints.as_of, counted.as_of) > known.as_of
        )
{%- endmacro %}
