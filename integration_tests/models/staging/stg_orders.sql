select
    order_sk,
    cust_sk,
    cast(ordered_ts as timestamp) as ordered_ts,
    order_state,
    cast(net_eur as numeric(12, 2)) as net_eur,
    cast(dw_loaded_ts as timestamp) as dw_loaded_ts
from {{ ref('raw_orders') }}
