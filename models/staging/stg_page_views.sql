-- Grain: one row per page view; views of visitors who are not known have no contact.

with

page_views as (

    select * from {{ ref('raw_page_views') }}

),

renamed as (

    select
        view_id,
        contact_id,
        page as page_type,
        product_id,
        category as product_category,
        device,
        viewed_at as occurred_at,
        loaded_at
    from page_views

)

select * from renamed
