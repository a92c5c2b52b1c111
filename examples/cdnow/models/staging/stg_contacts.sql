-- Grain: one row per customer who has bought so far; the file knows nobody else.

select
    contact_id,
    min(loaded_at) as loaded_at
from {{ ref('stg_purchases') }}
group by contact_id
