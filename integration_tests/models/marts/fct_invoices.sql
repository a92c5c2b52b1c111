-- One row per reminder that a firm got.
select
    reminder_no,
    account_code,
    cast(reminded_ts as timestamp) as reminded_ts
from {{ ref('raw_reminders') }}
