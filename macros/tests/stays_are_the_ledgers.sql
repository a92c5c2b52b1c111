{# Readers see the same stays with the ones kept for them and without. One row per stay that differs. #}
{% test stays_are_the_ledgers(model, entity, key_type) %}

with

kept as (

    {{ segsmith.stays(entity, key_type, model) }}

),

whole as (

    {{ segsmith.stays(entity, key_type, none) }}

)

select
    kept.interval_id as kept_id,
    whole.interval_id as whole_id
from kept
full join whole on kept.interval_id = whole.interval_id
where coalesce(kept.last_position, 0) <> coalesce(whole.last_position, 0)

{% endtest %}
