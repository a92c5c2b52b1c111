-- Grain: one row per email event; the campaign's theme stands beside it.

with

email_events as (

    select * from {{ ref('raw_email_events') }}

),

campaigns as (

    select * from {{ ref('raw_campaigns') }}

),

with_campaigns as (

    select
        email_events.event_id,
        email_events.contact_id,
        email_events.event as event_name,
        email_events.campaign_id,
        campaigns.name as campaign_name,
        campaigns.theme as campaign_theme,
        email_events.occurred_at,
        email_events.loaded_at
    from email_events
    left join campaigns on email_events.campaign_id = campaigns.campaign_id

)

select * from with_campaigns
