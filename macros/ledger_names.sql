{# The node names of all ledgers of the project, sorted: one an entity. #}
{% macro ledger_names() %}
    {%- set names = [] -%}
    {%- for node in (graph.nodes.values() if execute else [])
        if node.name.endswith('_segment_ledger') and node.resource_type == 'model'
        and node.package_name == project_name -%}
        {% do names.append(node.name) %}
    {%- endfor -%}
    {{ return(names | sort) }}
{% endmacro %}
