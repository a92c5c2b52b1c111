{# A select of the segments that this run holds in the ledgers of other entities, as segment_key;
   no row where no other entity is read. #}
{% macro held_elsewhere(entities) %}
    {%- for entity in entities %}
    select segment_key
    from {{ ref(entity ~ '_segment_ledger').render() }}
    where kind = 'held'
        and as_of = {{ segsmith.as_of() }}
    {{ 'union all' if not loop.last }}
    {%- else %}
    {{ segsmith.empty_select({'segment_key': dbt.type_string()}) }}
    {%- endfor %}
{%- endmacro %}
