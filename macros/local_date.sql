{# The local date of a UTC instant. #}
{% macro local_date(x) %}
    {{- return('cast(' ~ segsmith.local_timestamp(x) ~ ' as date)') -}}
{% endmacro %}
