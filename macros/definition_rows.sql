{# The rows of <entity>_segment_definitions from the definition dicts, as a values list. #}
{% macro definition_rows(definitions) %}
    {%- set columns = segsmith.definition_columns() %}
    select
        {%- for column, type in columns.items() %}
        cast({{ column }} as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        values
        {%- for definition in definitions or [{}] %}
        (
            {%- for column in columns %}
            {{ segsmith.definition_value(definition.get(column), column) }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    ) as definition_values ({{ columns.keys() | join(', ') }})
    where segment_key is not null
{%- endmacro %}
