{# The parts of a text as an array of text; null where x is null. x, separator: SQL texts. #}
{% macro split_to_array(x, separator) %}
    {{- return(adapter.dispatch('split_to_array', 'segsmith')(x, separator)) -}}
{% endmacro %}

{% macro default__split_to_array(x, separator) %}
    {{- return('string_split(' ~ x ~ ', ' ~ separator ~ ')') -}}
{% endmacro %}

{% macro postgres__split_to_array(x, separator) %}
    {{- return('string_to_array(' ~ x ~ ', ' ~ separator ~ ')') -}}
{% endmacro %}
