{# A select of id, name and description of the segments of an entity that are declared audiences
   (retired ones left out), as literals: a view over it depends on no table that a run swaps. #}
{% macro audience_rows(entity) %}
    {%- set declared = [] -%}
    {%- for definition in segsmith.segment_definitions(entity)
        if definition.is_audience and definition.status != 'retired' -%}
        {% do declared.append(definition) %}
    {%- endfor -%}
    select
        cast(id as {{ dbt.type_string() }}) as id,
        cast(name as {{ dbt.type_string() }}) as name,
        cast(description as {{ dbt.type_string() }}) as description
    from (
        values
        {%- for definition in declared or [{}] %}
        (
            {{ segsmith.definition_value(definition.get('segment_key'), '') }},
            {{ segsmith.definition_value(definition.get('name'), '') }},
            {{ segsmith.definition_value(definition.get('description'), '') }}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    ) as audience_values (id, name, description)
    where id is not null
{%- endmacro %}
