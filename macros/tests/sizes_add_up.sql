{# Law 9 on a ledger: at each checkpoint, members = the previous checkpoint's + entered - exited,
   and equal the rows counted up to it. One row per checkpoint that does not add up. #}
{% test sizes_add_up(model, entity) %}

with

ledger as (

    select
        {{ segsmith.current_segment_key(entity) }} as segment_key,
        kind,
        as_of,
        members,
        entered,
        exited
    from {{ model }}
    where kind in ('entered', 'exited', 'checkpoint')

),

transition_counts as (

    select
        segment_key,
        as_of,
        count(case when kind = 'entered' then 1 end) as entered,
        count(case when kind = 'exited' then 1 end) as exited
    from ledger
    where kind in ('entered', 'exited')
    group by segment_key, as_of

),

checkpoints as (

    select
        segment_key,
        as_of,
        members,
        entered,
        exited
    from ledger
    where kind = 'checkpoint'

),

sizes as (

    select
        coalesce(checkpoints.segment_key, transition_counts.segment_key) as segment_key,
        coalesce(checkpoints.as_of, transition_counts.as_of) as as_of,
        checkpoints.members,
        checkpoints.entered,
        checkpoints.exited,
        coalesce(transition_counts.entered, 0) as counted_entered,
        coalesce(transition_counts.exited, 0) as counted_exited
    from checkpoints
    full join transition_counts
        on checkpoints.segment_key = transition_counts.segment_key
        and checkpoints.as_of = transition_counts.as_of

),

running_sizes as (

    select
        *,
        sum(counted_entered - counted_exited) over (
            partition by segment_key order by as_of
        ) as counted_members,
        coalesce(lag(members) over (partition by segment_key order by as_of), 0) as members_before
    from sizes

)

select *
from running_sizes
where members is null
    or members <> counted_members
    or members <> members_before + entered - exited
    or entered <> counted_entered
    or exited <> counted_exited

{% endtest %}
