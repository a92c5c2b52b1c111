{# A number as text, without zeros that say nothing: 1.50 is 1.5, 2.00 is 2. #}
{% macro number_to_text(x) %}
    {{- return(adapter.dispatch('number_to_text', 'segsmith')(x)) -}}
{% endmacro %}

{% macro default__number_to_text(x) %}
    {{- return(
        "regexp_replace(cast(cast(" ~ x ~ " as decimal(38, 10)) as varchar), '[.]?0+$', '')"
    ) -}}
{% endmacro %}

{% macro postgres__number_to_text(x) %}
    {{- return('cast(trim_scale(cast(' ~ x ~ ' as decimal(38, 10))) as text)') -}}
{% endmacro %}
