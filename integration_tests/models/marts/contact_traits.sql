-- Acme's own table of this name: what the call centre sees.
select
    customer_key,
    marketing_ok as may_be_called
from {{ ref('dim_customers') }}
