{# The definitions of all segments of an entity, as dicts sorted by segment key. #}
{% macro segment_definitions(entity) %}
    {%- set cached = 'segsmith_' ~ entity ~ '_definitions' -%}
    {%- if cached not in context -%}
        {%- set definitions = [] -%}
        {%- for definition in segsmith.project_macros(entity ~ '_segment__', '__definition') -%}
            {% do definitions.append(definition()) %}
        {%- endfor -%}
        {% do context.update({cached: definitions | sort(attribute='segment_key')}) %}
    {%- endif -%}
    {{ return(context[cached]) }}
{% endmacro %}
