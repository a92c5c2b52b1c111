{# Law 9 on a history: the stays [entered_at, exited_at) of one entity in one segment never overlap,
   are never empty, and at most the last is open. One row per broken stay. #}
{% test intervals_are_disjoint(model, entity_id) %}

with

stays as (

    select
        segment_key,
        {{ entity_id }},
        entered_at,
        exited_at,
        lead(entered_at) over (
            partition by segment_key, {{ entity_id }} order by entered_at
        ) as next_entered_at
    from {{ model }}

)

select *
from stays
where exited_at <= entered_at
    or next_entered_at < exited_at
    or (next_entered_at is not null and exited_at is null)

{% endtest %}
