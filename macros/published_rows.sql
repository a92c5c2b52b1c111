{# A subquery of the rows of a ledger that are transitions of published runs. #}
{% macro published_rows(entity) -%}
    {%- do segsmith.take_part() %}
    (
        select *
        from {{ segsmith.ledger_rows(entity, ref(entity ~ '_segment_ledger').render()) }} as ledger
        where kind in ('entered', 'exited')
            and feed_position <= (
                select max(feed_position)
                from {{ ref('segsmith_published').render() }}
                where entity = '{{ entity }}'
            )
    )
{%- endmacro %}
