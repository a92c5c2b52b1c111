{# The statements of an evaluation, each with its segments (`chunk`) and contacts (`slice`); the
   markers of a chunk are written with its first slice. #}
{% macro evaluation_parts(entity) %}
    {%- set parts = [] -%}
    {%- for slice in segsmith.evaluation_slices(entity) -%}
        {%- set is_first = loop.first -%}
        {%- for chunk in segsmith.evaluation_chunks(entity) -%}
            {% do parts.append({'chunk': chunk, 'slice': slice, 'marked': chunk if is_first else []}) %}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(parts) }}
{% endmacro %}
