{# The instant this run evaluates, as a timestamp literal (UTC). #}
{% macro as_of() %}
    {{- return(segsmith.instant_literal(segsmith.run_row().as_of)) -}}
{% endmacro %}
