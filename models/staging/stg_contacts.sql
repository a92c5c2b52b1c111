-- Grain: one row per contact, as its newest version says; deleted and merged ones stay, marked.

with

versions as (

    select * from {{ ref('raw_contacts') }}

),

numbered as (

    select
        *,
        row_number() over (partition by contact_id order by loaded_at desc) as newest_first
    from versions

),

contacts as (

    select
        contact_id,
        company_id as account_id,
        email,
        first_name,
        last_name,
        birthday as birth_date,
        title as job_title,
        country,
        region as state,
        city,
        tz as time_zone,
        source,
        product_interest,
        {{ segsmith.split_to_array('interests', "'|'") }} as interests,
        stage as lifecycle_stage,
        tier as customer_tier,
        newsletter as subscription_status,
        email_optin as is_opted_in_to_email,
        sms_optin as is_opted_in_to_sms,
        channel as default_channel,
        lead_score,
        budget as yearly_budget,
        welcome_sent as is_welcome_email_sent,
        created as signed_up_at,
        subscribed as subscribed_at,
        first_contact as first_contacted_at,
        deleted as is_deleted,
        merged_into,
        loaded_at
    from numbered
    where newest_first = 1

)

select * from contacts
