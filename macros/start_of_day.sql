{# The UTC instant at which the local day of a date begins. #}
{% macro start_of_day(x) %}
    {{- return(adapter.dispatch('start_of_day', 'segsmith')(x)) -}}
{% endmacro %}

{% macro default__start_of_day(x) %}
    {{- return(
        "timezone('UTC', timezone('" ~ segsmith.time_zone() ~ "', cast(" ~ x ~ " as timestamp)))"
    ) -}}
{% endmacro %}
