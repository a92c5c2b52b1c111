{# The segments whose members the definitions of an entity expect something of, and those that they
   name for it, as a list of text literals: never empty, for no key is ''. #}
{% macro expected_segments(entity) %}
    {%- set keys = [''] -%}
    {%- for definition in segsmith.segment_definitions(entity) if definition.get('expect') -%}
        {% do keys.append(definition['segment_key']) %}
        {%- for word in ('subset_of', 'disjoint_from') -%}
            {% do keys.extend(definition['expect'].get(word, [])) %}
        {%- endfor -%}
    {%- endfor -%}
    {%- set literals = [] -%}
    {%- for key in keys | unique | sort -%}
        {% do literals.append(segsmith.text_literal(key)) %}
    {%- endfor -%}
    {{- return(literals | join(', ')) -}}
{% endmacro %}
