{# The columns of a ledger and their types; those that say which run wrote a row are left out, as
   every row has them. #}
{% macro ledger_columns(entity, key_type) %}
    {{ return({
        'kind': dbt.type_string(),
        'segment_key': dbt.type_string(),
        entity ~ '_id': key_type,
        'ordinal': 'integer',
        'cause': dbt.type_string(),
        'definition_hash': dbt.type_string(),
        'feed_position': 'bigint',
        'members': 'bigint',
        'entered': 'bigint',
        'exited': 'bigint',
        'reason': dbt.type_string(),
        'entities_evaluated': 'bigint',
        'set_hash': dbt.type_string(),
        'source_key': dbt.type_string(),
        'load_mark': 'timestamp',
        'row_count': 'bigint',
    }) }}
{% endmacro %}
