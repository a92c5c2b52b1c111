-- One row per customer; what marketing may know of them.
select
    customer_key,
    full_name,
    country_code,
    cast(joined_ts as timestamp) as joined_ts,
    marketing_ok,
    account_code,
    is_gone,
    cast(dw_updated_ts as timestamp) as dw_updated_ts
from {{ ref('raw_customers') }}
