{# Whether a day of the project's time zone has begun since the last run of an entity's ledger. #}
{% macro has_day_begun(entity) %}
    {%- set today = segsmith.local_today() -%}
    {%- do context.update({'segsmith_counted_from': segsmith.last_run(entity).as_of}) -%}
    {%- set day_then = segsmith.local_today() -%}
    {%- do context.update({'segsmith_counted_from': none}) -%}
    {{ return(today != day_then) }}
{% endmacro %}
