{# What segsmith_run decides before its statement: the run's id, stamp, as_of (a datetime) and
   mode, as a dict. Refuses a second run at once, a bad as_of, a lost ledger and an unsound tail;
   warns when nothing will be written. #}
{% macro start_run() %}
    {%- do segsmith.begin_alone() -%}
    {%- set mode = segsmith.run_mode() -%}
    {%- set as_of = segsmith.requested_as_of() if execute else run_started_at -%}
    {%- if execute and mode == 'full' -%}
        {% do segsmith.refuse_lost_ledger() %}
        {% do segsmith.refuse_bad_as_of(as_of) %}
        {% do segsmith.refuse_unsound_tail() %}
    {%- elif execute -%}
        {% do exceptions.warn(
            'segsmith: --' ~ mode ~ ' run: nothing is appended to a ledger and nothing is published'
        ) %}
    {%- endif -%}
    {{ return({
        'run_id': as_of.strftime('%Y%m%dT%H%M%SZ') ~ '-' ~ invocation_id.replace('-', '')[:8],
        'run_stamp': segsmith.invocation_stamp(),
        'as_of': as_of,
        'mode': mode,
    }) }}
{% endmacro %}
