{# A UTC instant as the wall-clock time of the project's time zone. #}
{% macro local_timestamp(x) %}
    {{- return(adapter.dispatch('local_timestamp', 'segsmith')(x)) -}}
{% endmacro %}

{% macro default__local_timestamp(x) %}
    {{- return(
        "timezone('" ~ segsmith.time_zone() ~ "', timezone('UTC', " ~ x ~ "))"
    ) -}}
{% endmacro %}
