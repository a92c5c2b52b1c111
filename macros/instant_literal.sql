{# A timestamp literal from a datetime without zone (UTC). #}
{% macro instant_literal(instant) %}
    {{- return("cast('" ~ instant.isoformat(' ') ~ "' as timestamp)") -}}
{% endmacro %}
