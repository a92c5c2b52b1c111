-- Grain: one row per completed or refunded order. Local times with an offset become UTC.

with

orders as (

    select * from {{ ref('raw_orders') }}

),

renamed as (

    select
        order_id,
        contact_id,
        status as order_status,
        channel as sales_channel,
        category as product_category,
        items as item_count,
        amount,
        cast(ordered_at as timestamp with time zone) at time zone 'UTC' as occurred_at,
        loaded_at
    from orders

)

select * from renamed
