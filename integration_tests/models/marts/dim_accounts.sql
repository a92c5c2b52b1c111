-- One row per firm that buys through us.
select
    account_code,
    account_label,
    head_count,
    cast(dw_updated_ts as timestamp) as dw_updated_ts
from {{ ref('raw_accounts') }}
