{# A scalar subquery: the as_of of the last published run of an entity's ledger. #}
{% macro published_as_of(entity) -%}
    {%- do segsmith.take_part() %}
    (
        select max(as_of)
        from {{ ref('segsmith_published').render() }}
        where entity = '{{ entity }}'
    )
{%- endmacro %}
