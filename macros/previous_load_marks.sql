{# The load marks of the ledger's last run, as a dict of datetimes by source key; none on a first
   run. #}
{% macro previous_load_marks(entity) %}
    {%- set ledger = segsmith.existing_relation(entity ~ '_segment_ledger') -%}
    {%- if ledger is none -%}
        {{ return({}) }}
    {%- endif -%}
    {%- if 'segsmith_previous_load_marks' not in context -%}
        {%- set load_marks = {} -%}
        {%- for row in run_query(
            "select source_key, cast(load_mark as " ~ dbt.type_string() ~ ") from " ~ ledger
            ~ " where kind = 'source' and load_mark is not null and as_of = ("
            ~ "select max(as_of) from " ~ ledger ~ " where kind = 'run')"
        ).rows -%}
            {% do load_marks.update({row[0]: segsmith.instant_from_text(row[1])}) %}
        {%- endfor -%}
        {% do context.update({'segsmith_previous_load_marks': load_marks}) %}
    {%- endif -%}
    {{ return(context['segsmith_previous_load_marks']) }}
{% endmacro %}
