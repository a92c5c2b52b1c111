{# What is written otherwise within a text literal, as pairs of a text and what stands for it, in the
   order in which they are replaced. #}
{% macro text_escapes() %}
    {{- return(adapter.dispatch('text_escapes', 'segsmith')()) -}}
{% endmacro %}

{% macro default__text_escapes() %}
    {{- return([("'", "''")]) -}}
{% endmacro %}
