{# The rule of a segment without its manual overrides, as SQL text. #}
{% macro segment_rule(entity, segment_key) %}
    {{- return(context[project_name][entity ~ '_segment__' ~ segment_key ~ '__rule']() | trim) -}}
{% endmacro %}
