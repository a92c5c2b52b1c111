{# The node of segsmith_run in the project's graph; none at parse time and where nothing was
   generated. #}
{% macro run_node() %}
    {%- for node in graph.nodes.values() if execute
        and node.name == 'segsmith_run' and node.resource_type == 'model'
        and node.package_name == project_name -%}
        {{ return(node) }}
    {%- endfor -%}
    {{ return(none) }}
{% endmacro %}
