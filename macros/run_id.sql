{# The id of this run, as a text literal. #}
{% macro run_id() %}
    {{- return(segsmith.text_literal(segsmith.run_row().run_id)) -}}
{% endmacro %}
