-- Acme's own table of this name: everybody, with a name to print.
select
    customer_key as person_key,
    upper(full_name) as printed_name
from {{ ref('dim_customers') }}
