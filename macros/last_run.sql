{# The last run of an entity's ledger, as a dict: as_of (a datetime; none before the first run),
   run_id, set_hash, and whether it held a segment. Read once a node. #}
{% macro last_run(entity) %}
    {%- set cached = 'segsmith_last_run_of_' ~ entity -%}
    {%- if cached not in context -%}
        {%- set ledger = segsmith.existing_relation(entity ~ '_segment_ledger') -%}
        {%- set found = {'as_of': none, 'run_id': none, 'set_hash': none, 'has_held': false} -%}
        {%- if ledger is not none -%}
            {%- set rows = run_query(
                "select cast(as_of as " ~ dbt.type_string() ~ "), set_hash, run_id from " ~ ledger
                ~ " where kind = 'run' order by as_of desc limit 1"
            ).rows -%}
            {%- for row in rows -%}
                {%- set held = run_query(
                    "select count(*) from " ~ ledger ~ " where kind = 'held' and as_of = "
                    ~ segsmith.instant_literal(segsmith.instant_from_text(row[0]))
                ).rows[0][0] -%}
                {% do found.update({
                    'as_of': segsmith.instant_from_text(row[0]),
                    'run_id': row[2],
                    'set_hash': row[1],
                    'has_held': held > 0,
                }) %}
            {%- endfor -%}
        {%- endif -%}
        {% do context.update({cached: found}) %}
    {%- endif -%}
    {{ return(context[cached]) }}
{% endmacro %}
