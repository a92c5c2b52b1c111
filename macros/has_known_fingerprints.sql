{# Whether what the last run saw in the compared sources of an entity is there to compare with. #}
{% macro has_known_fingerprints(entity) %}
    {%- set known = segsmith.existing_relation('int_' ~ entity ~ '__known_fingerprints') -%}
    {%- if known is none -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set found = run_query(
        'select count(case when source_key is null then 1 end), '
        ~ 'count(source_key) - count(fingerprint) from ' ~ known
        ~ ' where run_id = ' ~ segsmith.text_literal(segsmith.last_run(entity).run_id)
    ).rows[0] -%}
    {{ return(found[0] == 1 and found[1] == 0) }}
{% endmacro %}
