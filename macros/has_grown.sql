{# Whether a source has another load mark, or another number of rows, than in the last run. #}
{% macro has_grown(entity, source_key) %}
    {%- set before = segsmith.previous_sources(entity).get(source_key, {}) -%}
    {%- set run = segsmith.run_row() -%}
    {{ return(
        run.load_marks.get(source_key) != before.get('load_mark')
        or run.row_counts.get(source_key) != before.get('row_count')
    ) }}
{% endmacro %}
