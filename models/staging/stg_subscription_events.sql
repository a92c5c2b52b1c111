-- Grain: one row per step of a Trail Club subscription: trial started, activated, cancelled.

with

subscriptions as (

    select * from {{ ref('stg_subscriptions') }}

),

steps as (

    select
        subscription_id,
        contact_id,
        plan,
        'trial_started' as event_name,
        trial_started_at as occurred_at,
        loaded_at
    from subscriptions

    union all

    select
        subscription_id,
        contact_id,
        plan,
        'activated' as event_name,
        activated_at as occurred_at,
        loaded_at
    from subscriptions

    union all

    select
        subscription_id,
        contact_id,
        plan,
        'cancelled' as event_name,
        cancelled_at as occurred_at,
        loaded_at
    from subscriptions

),

subscription_events as (

    select
        subscription_id || '-' || event_name as subscription_event_id,
        contact_id,
        plan,
        event_name,
        occurred_at,
        loaded_at
    from steps
    where occurred_at is not null

)

select * from subscription_events
