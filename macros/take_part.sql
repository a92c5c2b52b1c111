{# Every node of a run does this before it reads or writes: where another run has begun since this
   one, it stops; until it has committed, no other can begin. Once a node. Nothing on DuckDB. #}
{% macro take_part() %}
    {%- if segsmith.is_writing() and 'segsmith_takes_part' not in context -%}
        {% do context.update({'segsmith_takes_part': true}) %}
        {{- adapter.dispatch('take_part', 'segsmith')() -}}
    {%- endif -%}
{% endmacro %}

{% macro default__take_part() %}
    {#- an invocation that did not build the run row, like dbt retry, goes on with the one there is -#}
    {%- set run = segsmith.existing_relation('segsmith_run') -%}
    {%- if run is not none and segsmith.run_node().unique_id in selected_resources -%}
        {%- for row in run_query(
            'select max(run_stamp), max(run_id) from ' ~ run
            ~ ' having max(run_stamp) <> ' ~ segsmith.invocation_stamp()
        ).rows -%}
            {% do exceptions.raise_compiler_error(
                'segsmith refused this run: another run has begun since: ' ~ row[1]
                ~ '. That one goes on'
            ) %}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}

{% macro duckdb__take_part() %}
{% endmacro %}

{% macro postgres__take_part() %}
    {%- if segsmith.run_node() is not none -%}
        {% do run_query('select pg_advisory_xact_lock_shared(' ~ segsmith.run_lock() ~ ')') %}
        {{- segsmith.default__take_part() -}}
    {%- endif -%}
{% endmacro %}
