{# The relation of one of our models in the warehouse, none while it does not stand there (or at
   parse time). Found by node name, so that a project's own schema and alias rules hold. No ref:
   nodes before the ledger read it, and a ref would be a cycle. #}
{% macro existing_relation(model_name) %}
    {%- if not execute -%}
        {{ return(none) }}
    {%- endif -%}
    {%- for node in graph.nodes.values()
        if node.name == model_name and node.resource_type == 'model'
        and node.package_name == project_name -%}
        {{ return(adapter.get_relation(
            database=node.database, schema=node.schema, identifier=node.alias
        )) }}
    {%- endfor -%}
    {{ return(none) }}
{% endmacro %}
