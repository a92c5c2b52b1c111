{# How an evaluation is cut by contacts so that its memory is bounded: a list of [number, of], or of
   one none for all at once. DuckDB keeps the joined tables of a statement in memory; other engines
   write to disk what does not fit. #}
{% macro evaluation_slices(entity) %}
    {{ return(adapter.dispatch('evaluation_slices', 'segsmith')(entity)) }}
{% endmacro %}

{% macro default__evaluation_slices(entity) %}
    {{ return([none]) }}
{% endmacro %}

{% macro duckdb__evaluation_slices(entity) %}
    {%- set evaluated = ref('int_' ~ entity ~ '__evaluated').render() -%}
    {%- set count = run_query('select count(*) from ' ~ evaluated).rows[0][0] if execute else 0 -%}
    {%- set of = (count / var('segsmith_slice_size', 250000)) | round(0, 'ceil') | int -%}
    {%- set slices = [] -%}
    {%- for number in range(of) if of > 1 -%}
        {% do slices.append([number, of]) %}
    {%- endfor -%}
    {{ return(slices or [none]) }}
{% endmacro %}
