{# Two named queries for tail_faults: known (the last published run; before the first, feed
   position 0 and no as_of) and tail (the rows of a ledger after it). published may be none. #}
{% macro tail_rows(entity, ledger, published) -%}
        known as (
        {%- if published is none %}
            select cast(0 as bigint) as feed_position, cast(null as timestamp) as as_of
        {%- else %}
            select coalesce(max(feed_position), 0) as feed_position, max(as_of) as as_of
            from {{ published }}
            where entity = '{{ entity }}'
        {%- endif %}
        ),

        tail as (
            select
                ledger.kind, ledger.segment_key, ledger.{{ entity }}_id, ledger.ordinal,
                ledger.as_of, ledger.feed_position
            from {{ ledger }} as ledger
            cross join known
            where known.as_of is null or ledger.as_of > known.as_of
        )
{%- endmacro %}
