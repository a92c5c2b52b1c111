{# The golden people of an entity's definitions: segment_key, <entity>_id of the entity's own type,
   expectation ('member' or 'no member'). A retired segment expects nothing. #}
{% macro expected_members(entity, key_type) %}
    {%- set rows = [] -%}
    {%- for definition in segsmith.segment_definitions(entity) if definition.get('expect') -%}
        {%- for word, ids in (('member', 'members'), ('no member', 'not_members')) -%}
            {%- for id in definition['expect'].get(ids, []) -%}
                {% do rows.append([definition['segment_key'], id, word]) %}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ segsmith.expectation_rows(rows, entity ~ '_id', key_type) }}
{% endmacro %}
