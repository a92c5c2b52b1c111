{# A hash of all that decides who is in the segments of an entity: the definitions, the pages that
   compute what their rules read, and the models of the project that these stand on. #}
{% macro set_hash(entity) %}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- set parts = [] -%}
    {%- for definition in segsmith.segment_definitions(entity) -%}
        {% do parts.append(
            definition.segment_key ~ ':' ~ definition.definition_hash ~ ':' ~ definition.status
        ) %}
    {%- endfor -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'model' and node.package_name == project_name
        and node.name.startswith('int_' ~ entity ~ '__') -%}
        {% do parts.append(node.name ~ ':' ~ node.checksum.checksum) %}
        {%- for part in segsmith.checksums_above(node) if part not in parts -%}
            {% do parts.append(part) %}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(local_md5(parts | sort | join(','))) }}
{% endmacro %}
