{# The instant this run evaluates, as a timestamp literal (UTC). #}
{% macro as_of() %}
    {{- return(segsmith.instant_literal(segsmith.counted_from())) -}}
{% endmacro %}
