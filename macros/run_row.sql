{# The run this node belongs to, as a dict: run_id, run_stamp, as_of (UTC, no zone), mode,
   by source key load_marks, load_limits and row_counts. Read once a node from segsmith_run, so that dbt retry and selectors
   go on with the run they belong to. Under segsmith_preview_as_of nothing is read. #}
{% macro run_row() %}
    {%- set preview_as_of = var('segsmith_preview_as_of', none) -%}
    {#- a preview may come before anything was generated: no ref then -#}
    {%- set run_relation = ref('segsmith_run').render() if preview_as_of is none -%}
    {%- if preview_as_of is not none or not execute -%}
        {{ return({
            'run_id': 'preview',
            'run_stamp': 0,
            'as_of': segsmith.instant_from_text(preview_as_of or '2000-01-01'),
            'mode': 'preview',
            'load_marks': {},
            'load_limits': {},
            'row_counts': {},
        }) }}
    {%- endif -%}
    {%- if 'segsmith_run_row' not in context -%}
        {%- do segsmith.take_part() -%}
        {%- set rows = run_query(
            'select run_id, run_stamp, cast(as_of as ' ~ dbt.type_string() ~ '), mode, '
            ~ 'row_count, source_key, cast(load_mark as ' ~ dbt.type_string() ~ '), cast(load_limit as '
            ~ dbt.type_string() ~ ') from ' ~ run_relation
        ).rows -%}
        {%- if rows | length == 0 -%}
            {% do exceptions.raise_compiler_error('segsmith: segsmith_run is empty: build it') %}
        {%- endif -%}
        {%- set load_marks = {} -%}
        {%- set load_limits = {} -%}
        {%- set row_counts = {} -%}
        {%- for row in rows if row[6] is not none -%}
            {% do load_marks.update({row[5]: segsmith.instant_from_text(row[6])}) %}
        {%- endfor -%}
        {%- for row in rows if row[7] is not none -%}
            {% do load_limits.update({row[5]: segsmith.instant_from_text(row[7])}) %}
        {%- endfor -%}
        {%- for row in rows -%}
            {% do row_counts.update({row[5]: row[4] | int}) %}
        {%- endfor -%}
        {% do context.update({'segsmith_run_row': {
            'run_id': rows[0][0] | string,
            'run_stamp': rows[0][1] | int,
            'as_of': segsmith.instant_from_text(rows[0][2]),
            'mode': rows[0][3] | string,
            'load_marks': load_marks,
            'load_limits': load_limits,
            'row_counts': row_counts,
        }}) %}
    {%- endif -%}
    {{ return(context['segsmith_run_row']) }}
{% endmacro %}
