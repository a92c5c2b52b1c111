{# The evaluation row of an entity for the contacts of a slice: all of them with slice none. The
   trait pages are cut before they are joined; that is what takes the memory. Ids are cast, for a
   source may hold them in another type, and equal ids of two types have two hashes. #}
{% macro rows_of_slice(entity, key_type, slice) %}
    {%- set row = context[project_name][entity ~ '_evaluation_row']() | trim -%}
    {%- if slice is none -%}
        {{ return(row) }}
    {%- endif -%}
    {%- set is_in_slice = 'hash(cast(' ~ entity ~ '_id as ' ~ key_type ~ ')) % '
        ~ slice[1] ~ ' = ' ~ slice[0] -%}
    {%- set cut = namespace(row=row) -%}
    {%- for unique_id in model.depends_on.nodes
        if unique_id in graph.nodes
        and graph.nodes[unique_id].name.startswith('int_' ~ entity ~ '__')
        and graph.nodes[unique_id].name.endswith('_traits') -%}
        {%- set page = graph.nodes[unique_id].relation_name -%}
        {%- set cut.row = cut.row.replace(
            page, '(select * from ' ~ page ~ ' where ' ~ is_in_slice ~ ')'
        ) -%}
    {%- endfor -%}
    {{ return('select *\nfrom (\n' ~ cut.row ~ '\n) as whole_row\nwhere ' ~ is_in_slice) }}
{% endmacro %}
