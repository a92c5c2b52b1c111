{# Law 9 on a ledger or feed: for one entity in one segment the ordinals are 1, 2, 3 … without
   gap or copy, odd ones enter, even ones leave, and time goes forward. One row per broken
   transition. #}
{% test transitions_alternate(model, entity_id) %}

with

transitions as (

    select
        {{ segsmith.current_segment_key(entity_id.removesuffix('_id')) }} as segment_key,
        {{ entity_id }},
        kind,
        ordinal,
        as_of
    from {{ model }}

),

steps as (

    select
        segment_key,
        {{ entity_id }},
        kind,
        ordinal,
        as_of,
        row_number() over (
            partition by segment_key, {{ entity_id }} order by ordinal, as_of
        ) as expected_ordinal,
        lag(as_of) over (
            partition by segment_key, {{ entity_id }} order by ordinal, as_of
        ) as previous_as_of
    from transitions
    where kind in ('entered', 'exited')

)

select *
from steps
where ordinal is null
    or ordinal <> expected_ordinal
    or kind <> case when mod(ordinal, 2) = 1 then 'entered' else 'exited' end
    or as_of <= previous_as_of

{% endtest %}
