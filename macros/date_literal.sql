{# A date (or the day of a datetime) as an SQL literal. #}
{% macro date_literal(day) %}
    {{- return("cast('" ~ day.strftime('%Y-%m-%d') ~ "' as date)") -}}
{% endmacro %}
