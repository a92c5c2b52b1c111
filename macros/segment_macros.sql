{# Every macro of every segment of an entity: predicate, rule and definition. A page calls them
   once while dbt parses, so that dbt knows the page by its segments (state:modified). #}
{% macro segment_macros(entity) %}
    {{ return(segsmith.project_macros(entity ~ '_segment__')) }}
{% endmacro %}
