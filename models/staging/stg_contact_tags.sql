-- Grain: one row per contact and tag that the contact carries now.

with

versions as (

    select * from {{ ref('raw_tags') }}

),

numbered as (

    select
        *,
        row_number() over (partition by contact_id, tag order by loaded_at desc) as newest_first
    from versions

),

contact_tags as (

    select
        contact_id,
        tag,
        loaded_at
    from numbered
    where newest_first = 1 and not is_removed

)

select * from contact_tags
