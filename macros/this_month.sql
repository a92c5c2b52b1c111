{# The number (1 to 12) of the local month of the run. #}
{% macro this_month() %}
    {{- return(segsmith.local_today().month | string) -}}
{% endmacro %}
