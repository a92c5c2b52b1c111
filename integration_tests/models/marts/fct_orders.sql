-- One row per order and what became of it.
select
    order_sk,
    cust_sk,
    ordered_ts,
    order_state,
    net_eur,
    dw_loaded_ts
from {{ ref('stg_orders') }}
