-- Grain: one row per contact and list.

with

lists as (

    select * from {{ ref('raw_lists') }}

),

renamed as (

    select
        contact_id,
        list_name,
        loaded_at
    from lists

)

select * from renamed
