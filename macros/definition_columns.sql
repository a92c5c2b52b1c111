{# The columns of a definition and their types, in the order of the table. #}
{% macro definition_columns() %}
    {{ return({
        'segment_key': dbt.type_string(), 'name': dbt.type_string(),
        'description': dbt.type_string(), 'owner': dbt.type_string(),
        'labels': dbt.type_string(), 'entity': dbt.type_string(), 'tier': dbt.type_string(),
        'status': dbt.type_string(), 'rule': dbt.type_string(), 'definition': dbt.type_string(),
        'definition_hash': dbt.type_string(), 'version': dbt.type_string(),
        'created_by': dbt.type_string(), 'changed_by': dbt.type_string(),
        'is_audience': 'boolean', 'depends_on_segments': dbt.type_string(),
        'depends_on_sources': dbt.type_string(), 'min_size': 'bigint', 'max_size': 'bigint',
        'max_entered_share': 'double precision', 'max_exited_share': 'double precision',
        'approved_until': 'timestamp',
    }) }}
{% endmacro %}
