{# A timestamp literal of the instant at which an approval ends; null without one. #}
{% macro approval_literal(approved_until) %}
    {%- if approved_until is none -%}
        {{ return('null') }}
    {%- endif -%}
    {{ return(segsmith.instant_literal(segsmith.instant_from_text(approved_until))) }}
{% endmacro %}
