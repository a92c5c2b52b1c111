{# What an entity's definitions expect of two segments: segment_key, other_key, expectation ('subset
   of' or 'disjoint from'). A retired segment expects nothing. #}
{% macro expected_pairs(entity) %}
    {%- set rows = [] -%}
    {%- for definition in segsmith.segment_definitions(entity) if definition.get('expect') -%}
        {%- for word in ('subset of', 'disjoint from') -%}
            {%- for other in definition['expect'].get(word | replace(' ', '_'), []) -%}
                {% do rows.append([definition['segment_key'], other, word]) %}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ segsmith.expectation_rows(rows, 'other_key', dbt.type_string()) }}
{% endmacro %}
