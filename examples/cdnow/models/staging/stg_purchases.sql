-- Grain: one row per purchase that has arrived.

select
    purchase_number as purchase_id,
    customer_id as contact_id,
    cast(purchase_date as timestamp) as purchased_at,
    number_of_cds as discs,
    dollar_value as dollars,
    arrived_at as loaded_at
from {{ source('shop', 'purchases') }}
