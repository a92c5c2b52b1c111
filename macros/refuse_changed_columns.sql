{# Stops the run where a source lacks a column that rules read, or has it with another type than the
   catalog says. columns: type by name; any is every type, and so is one that we have no word for. #}
{% macro refuse_changed_columns(source_key, relation, columns) %}
    {%- set types = {} -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
        {%- do types.update({column.name | lower: column.dtype | lower}) -%}
    {%- endfor -%}
    {%- set faults = [] -%}
    {%- for name, expected in columns.items() -%}
        {%- set found = types.get(name | lower) -%}
        {%- if found is none -%}
            {%- do faults.append(name ~ ' is missing'
                ~ ('' if expected == 'any' else ', expected ' ~ expected)) -%}
        {%- elif not segsmith.type_fits(found, expected) -%}
            {%- do faults.append(name ~ ' is ' ~ found ~ ', expected ' ~ expected) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if faults -%}
        {% do exceptions.raise_compiler_error(
            'segsmith refused this run: the columns of ' ~ source_key ~ ' are not as the catalog '
            ~ 'says: ' ~ faults | join('; ')
        ) %}
    {%- endif -%}
{% endmacro %}
