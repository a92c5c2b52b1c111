-- Grain: one row per change of a cart.

with

cart_events as (

    select * from {{ ref('raw_cart_events') }}

),

renamed as (

    select
        cart_event_id,
        contact_id,
        items as item_count,
        cart_value,
        changed_at as occurred_at,
        loaded_at
    from cart_events

)

select * from renamed
