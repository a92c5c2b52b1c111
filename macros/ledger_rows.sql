{# A ledger (or a subquery of its columns) with its segments under the names that they have now:
   itself where no segment was renamed, else a subquery. Wants an alias after it. #}
{% macro ledger_rows(entity, ledger) %}
    {%- if not segsmith.segment_renames(entity) -%}
        {{ return(ledger | string) }}
    {%- endif -%}
    {%- set columns = ['ledger_id', 'run_id', 'as_of', 'mode'] -%}
    {%- for column in segsmith.ledger_columns(entity, 'text') if column != 'segment_key' -%}
        {% do columns.append(column) %}
    {%- endfor -%}
    {{ return(
        '(\nselect ' ~ columns | join(', ') ~ ',\n    '
        ~ segsmith.current_segment_key(entity) ~ ' as segment_key\nfrom ' ~ ledger
        ~ ' as ledger_as_written\n)'
    ) }}
{% endmacro %}
