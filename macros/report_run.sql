{# A post-hook of a ledger, after its commit: says in one line what the run appended, warns of held
   segments, and says what readers lack that only a whole build makes. #}
{% macro report_run() %}
    {%- if execute -%}
        {%- set run = segsmith.run_row() -%}
        {%- set own_rows = this ~ " where run_id = " ~ segsmith.run_id() -%}
        {%- set written = run_query(
            "select entered, exited, members from " ~ own_rows ~ " and kind = 'run'"
        ).rows -%}
        {%- if written | length == 0 -%}
            {% do log('segsmith: nothing to append: ' ~ (
                'a run at ' ~ run.as_of ~ ' is in the ledger already' if run.mode == 'full'
                else 'the run row is of a --' ~ run.mode ~ ' run'
            ), info=true) %}
        {%- else -%}
            {% do log(
                'segsmith: ' ~ run.as_of ~ ': ' ~ written[0][0] ~ ' entered, ' ~ written[0][1]
                ~ ' exited, ' ~ written[0][2] ~ ' memberships', info=true
            ) %}
        {%- endif -%}
        {%- for held in run_query(
            "select segment_key, reason from " ~ own_rows
            ~ " and kind = 'held' order by segment_key"
        ).rows -%}
            {% do exceptions.warn('segsmith: segment ' ~ held[0] ~ ' is held: ' ~ held[1]) %}
        {%- endfor -%}
        {%- set missing = segsmith.missing_readers() -%}
        {%- if missing -%}
            {% do log(
                'segsmith: this selection leaves out what readers still lack: '
                ~ missing[:3] | join(', ')
                ~ (' and ' ~ (missing | length - 3) ~ ' more' if missing | length > 3 else '')
                ~ '; a whole dbt build makes it', info=true
            ) %}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
