-- One row per order and what became of it.
select * from {{ ref('stg_orders') }}
