{# What the ledger's last run saw of each source, as dicts by source key: load_mark (a datetime, or
   none) and row_count; nothing on a first run. #}
{% macro previous_sources(entity) %}
    {%- set ledger = segsmith.existing_relation(entity ~ '_segment_ledger') -%}
    {%- if ledger is none -%}
        {{ return({}) }}
    {%- endif -%}
    {%- set cached = 'segsmith_previous_sources_of_' ~ entity -%}
    {%- if cached not in context -%}
        {%- set sources = {} -%}
        {%- for row in run_query(
            "select source_key, cast(load_mark as " ~ dbt.type_string() ~ "), row_count from " ~ ledger
            ~ " where kind = 'source' and as_of = (select max(as_of) from " ~ ledger
            ~ " where kind = 'run')"
        ).rows -%}
            {% do sources.update({row[0]: {
                'load_mark': segsmith.instant_from_text(row[1]) if row[1] is not none else none,
                'row_count': row[2] | int,
            }}) %}
        {%- endfor -%}
        {% do context.update({cached: sources}) %}
    {%- endif -%}
    {{ return(context[cached]) }}
{% endmacro %}
