{# The segments of an entity that had other names: a dict of the key now by each old key. The ledger
   keeps the old ones in its rows. A preview names those of the working copy by the variable
   segsmith_renames, which goes first. #}
{% macro segment_renames(entity) %}
    {%- set previewed = var('segsmith_renames', none) -%}
    {%- if previewed is not none -%}
        {{ return(previewed) }}
    {%- endif -%}
    {%- set renames = context.get(project_name, {}).get(entity ~ '_segment_renames') -%}
    {{ return(renames() if renames else {}) }}
{% endmacro %}
