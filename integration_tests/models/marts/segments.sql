-- Acme's own table of this name: the discount groups of the price list.
select
    country_code as segment_code,
    count(*) as customers,
    10 as discount_percent
from {{ ref('dim_customers') }}
group by country_code
