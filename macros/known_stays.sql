{# A select of the stays that int_<entity>__stays holds, segments under the names that they have now;
   no row with known none. #}
{% macro known_stays(entity, key_type, known) %}
    {%- if known is none -%}
    {{ segsmith.empty_select({
        'interval_id': dbt.type_string(),
        'segment_key': dbt.type_string(),
        entity ~ '_id': key_type,
        'entered_ordinal': 'integer',
        'entered_at': dbt.type_timestamp(),
        'entered_cause': dbt.type_string(),
        'entered_definition_hash': dbt.type_string(),
        'exited_at': dbt.type_timestamp(),
        'exited_cause': dbt.type_string(),
        'exited_definition_hash': dbt.type_string(),
        'last_position': 'bigint',
    }) }}
    {%- else -%}
    select
        interval_id,
        {{ segsmith.current_segment_key(entity) }} as segment_key,
        {{ entity }}_id,
        entered_ordinal,
        entered_at,
        entered_cause,
        entered_definition_hash,
        exited_at,
        exited_cause,
        exited_definition_hash,
        last_position
    from {{ known }}
    {%- endif -%}
{%- endmacro %}
