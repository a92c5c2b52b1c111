{# The rows of <entity>_segment_definitions from the definition dicts, as a values list. Texts are
   written here, not by definition_value: there are thousands, and calling a macro takes its time. #}
{% macro definition_rows(definitions) %}
    {%- set columns = segsmith.definition_columns() %}
    {%- set escapes = segsmith.text_escapes() %}
    select
        {%- for column, type in columns.items() %}
        cast({{ column }} as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        values
        {%- for definition in definitions or [{}] %}
        (
            {%- for column in columns %}
            {%- set value = definition.get(column) %}
            {%- if value is string and column != 'approved_until' %}
            {%- set written = namespace(text=value) %}
            {%- for text, escape in escapes %}
            {%- set written.text = written.text.replace(text, escape) %}
            {%- endfor %}
            '{{ written.text }}'
            {%- else %}
            {{ segsmith.definition_value(value, column) }}
            {%- endif %}
            {{- ',' if not loop.last }}
            {%- endfor %}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    ) as definition_values ({{ columns.keys() | join(', ') }})
    where segment_key is not null
{%- endmacro %}
