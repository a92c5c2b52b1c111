{# The models that a node of the graph reads, however far, as a list of `name:checksum`; those that
   segsmith made are not among them. found: for its own calls. #}
{% macro checksums_above(node, found=none) %}
    {%- set found = [] if found is none else found -%}
    {%- for key in node.depends_on.nodes if key in graph.nodes -%}
        {%- set above = graph.nodes[key] -%}
        {%- set part = above.name ~ ':' ~ above.checksum.checksum -%}
        {%- if above.resource_type in ('model', 'snapshot') and 'segsmith' not in above.tags
            and part not in found -%}
            {%- do found.append(part) -%}
            {%- do segsmith.checksums_above(above, found) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
