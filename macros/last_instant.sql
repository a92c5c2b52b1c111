{# The greatest as_of of a relation's rows as a datetime; none without a relation or rows. #}
{% macro last_instant(relation, condition='1 = 1') %}
    {%- if relation is none -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set last = run_query(
        'select cast(max(as_of) as ' ~ dbt.type_string() ~ ') from ' ~ relation
        ~ ' where ' ~ condition
    ).rows[0][0] -%}
    {{ return(none if last is none else segsmith.instant_from_text(last)) }}
{% endmacro %}
