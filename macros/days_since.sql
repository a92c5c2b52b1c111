{# Whole 24-hour days from x to the as-of, floored (below zero where x is later). #}
{% macro days_since(x) %}
    {{- return('floor(' ~ segsmith.seconds_since(x) ~ ' / 86400)') -}}
{% endmacro %}
