{# The names of tables and views for readers that do not stand in the warehouse and that this
   invocation leaves out. #}
{% macro missing_readers() %}
    {%- set missing = [] -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'model' and node.package_name == project_name
        and 'segsmith_readers' in node.tags and node.unique_id not in selected_resources
        and adapter.get_relation(
            database=node.database, schema=node.schema, identifier=node.alias
        ) is none -%}
        {% do missing.append(node.alias) %}
    {%- endfor -%}
    {{ return(missing | sort) }}
{% endmacro %}
