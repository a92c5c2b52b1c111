-- Grain: one row per Trail Club subscription, as its newest version says.

with

versions as (

    select * from {{ ref('raw_subscriptions') }}

),

numbered as (

    select
        *,
        row_number() over (partition by subscription_id order by loaded_at desc) as newest_first
    from versions

),

subscriptions as (

    select
        subscription_id,
        contact_id,
        plan,
        status,
        trial_started as trial_started_at,
        activated as activated_at,
        cancelled as cancelled_at,
        loaded_at
    from numbered
    where newest_first = 1

)

select * from subscriptions
