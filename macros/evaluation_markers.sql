{# One row per segment of the chunk: its key and the hash of the definition that was evaluated. #}
{% macro evaluation_markers(chunk) %}
    select segment_key, definition_hash
    from (
        values
        {%- for definition in chunk or [{}] %}
        (
            {{- segsmith.definition_value(definition.get('segment_key'), '') }}, {{
            segsmith.definition_value(definition.get('definition_hash'), '') -}}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    ) as marked (segment_key, definition_hash)
    where segment_key is not null
{% endmacro %}
