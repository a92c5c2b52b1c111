{# The stamp of this run, as a bigint literal: every intermediate row carries it. #}
{% macro run_stamp() %}
    {{- return('cast(' ~ segsmith.run_row().run_stamp ~ ' as bigint)') -}}
{% endmacro %}
