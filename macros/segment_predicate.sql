{# The predicate of a segment as SQL text; it reads the evaluation row under the entity's name. #}
{% macro segment_predicate(entity, segment_key) %}
    {{- return(context[project_name][entity ~ '_segment__' ~ segment_key]() | trim) -}}
{% endmacro %}
