{# The two numbers by which PostgreSQL knows the lock of the runs into one schema (advisory locks
   are the database's: another target's schema has another lock). #}
{% macro run_lock() %}
    {%- set node = segsmith.run_node() -%}
    {%- set place = local_md5(node.schema ~ '.' ~ node.alias) -%}
    {{ return((local_md5('segsmith')[:7] | int(base=16)) ~ ', ' ~ (place[:7] | int(base=16))) }}
{% endmacro %}
