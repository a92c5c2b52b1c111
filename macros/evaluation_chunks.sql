{# The definitions that are evaluated (active ones; retired ones leave only a marker; paused ones
   nothing), cut into lists of at most segsmith_chunk_size: engines plan a thousand branches
   badly. #}
{% macro evaluation_chunks(entity) %}
    {%- set due = [] -%}
    {%- for definition in segsmith.segment_definitions(entity) if definition.status != 'paused' -%}
        {% do due.append(definition) %}
    {%- endfor -%}
    {%- set size = var('segsmith_chunk_size', 200) | int -%}
    {%- set chunks = [] -%}
    {%- for start in range(0, due | length, size) -%}
        {% do chunks.append(due[start:start + size]) %}
    {%- endfor -%}
    {{ return(chunks or [[]]) }}
{% endmacro %}
