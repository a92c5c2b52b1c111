{# A subquery of a ledger's transitions up to the published run. Where the engine enforces no
   key, the first row of each key only: racing runs still read as one history. #}
{% macro published_transitions(entity) %}
    {{- return(adapter.dispatch('published_transitions', 'segsmith')(entity)) -}}
{% endmacro %}

{% macro default__published_transitions(entity) %}
    {%- set rows -%}
    (
        select *
        from (
            select
                *,
                row_number() over (partition by ledger_id order by feed_position) as copy_number
            from {{ segsmith.published_rows(entity) }} as published_rows
        ) as numbered_copies
        where copy_number = 1
    )
    {%- endset -%}
    {{ return(rows) }}
{% endmacro %}

{% macro duckdb__published_transitions(entity) %}
    {{ return(segsmith.published_rows(entity)) }}
{% endmacro %}

{% macro postgres__published_transitions(entity) %}
    {{ return(segsmith.published_rows(entity)) }}
{% endmacro %}
