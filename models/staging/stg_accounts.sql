-- Grain: one row per account, as its newest version says.

with

versions as (

    select * from {{ ref('raw_accounts') }}

),

numbered as (

    select
        *,
        row_number() over (partition by account_id order by loaded_at desc) as newest_first
    from versions

),

accounts as (

    select
        account_id,
        name as account_name,
        industry,
        employees,
        country,
        loaded_at
    from numbered
    where newest_first = 1

)

select * from accounts
