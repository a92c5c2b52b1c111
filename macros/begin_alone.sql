{# Stops the first node of a run while a node of another run is at work. Nothing on DuckDB (one
   writing process) and on engines without such a lock. See docs/decisions/0010. #}
{% macro begin_alone() %}
    {%- if segsmith.is_writing() -%}
        {{- adapter.dispatch('begin_alone', 'segsmith')() -}}
    {%- endif -%}
{% endmacro %}

{% macro default__begin_alone() %}
{% endmacro %}

{% macro postgres__begin_alone() %}
    {%- set is_alone = run_query(
        'select pg_try_advisory_xact_lock(' ~ segsmith.run_lock() ~ ')'
    ).rows[0][0] -%}
    {%- if not is_alone -%}
        {% do exceptions.raise_compiler_error(
            'segsmith refused this run: another run is at work in ' ~ segsmith.run_node().schema
            ~ '. Wait until it ends'
        ) %}
    {%- endif -%}
{% endmacro %}
