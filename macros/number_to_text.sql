{# A number as text, without zeros that say nothing: 1.50 is 1.5, 2.00 is 2. Null where it has no
   place in 38 digits, ten of them decimals (NaN and infinity have none). #}
{% macro number_to_text(x) %}
    {%- set held = 'cast(' ~ segsmith.finite_number(x, '1e28') ~ ' as decimal(38, 10))' -%}
    {{- return(adapter.dispatch('number_to_text', 'segsmith')(held)) -}}
{% endmacro %}

{% macro default__number_to_text(x) %}
    {{- return("regexp_replace(cast(" ~ x ~ " as varchar), '[.]?0+$', '')") -}}
{% endmacro %}

{% macro postgres__number_to_text(x) %}
    {{- return('cast(trim_scale(' ~ x ~ ') as text)') -}}
{% endmacro %}
