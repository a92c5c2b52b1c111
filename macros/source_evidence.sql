{# One branch of segsmith_run: what a catalog source holds now. For an entity's own table its key
   is counted too: nulls, rows beyond the first of a key, and where it is text (has_text_key) blanks
   and keys over 255 bytes. A load time in the future moves no load mark: later rows would be missed.
   loaded_at: column name or none; max_shrink: share of rows that may go missing between two runs;
   approved_until: ISO text until which a shrunken source is accepted, or none; columns: those that
   rules read, types by name. #}
{% macro source_evidence(
    source_key, relation, entity, loaded_at=none, is_entity=false, entity_key=none,
    max_shrink=0.2, approved_until=none, has_text_key=true, columns={}
) %}
    {%- do segsmith.refuse_changed_columns(source_key, relation, columns) if execute %}
    {%- set clock = segsmith.instant_literal(segsmith.clock()) %}
    {%- set key_text = 'cast(' ~ (entity_key or 'null') ~ ' as ' ~ dbt.type_string() ~ ')' %}
    select
        {{ segsmith.text_literal(source_key) }} as source_key,
        {{ segsmith.text_literal(entity) }} as entity,
        {{ 'true' if is_entity else 'false' }} as is_entity,
        {%- if loaded_at %}
        cast(max(case when {{ loaded_at }} <= {{ clock }} then {{ loaded_at }} end) as timestamp)
            as load_mark,
        cast(max({{ loaded_at }}) as timestamp) as load_limit,
        count(case when {{ loaded_at }} > {{ clock }} then 1 end) as future_rows,
        count(*) - count({{ loaded_at }}) as untimed_rows,
        {%- else %}
        cast(null as timestamp) as load_mark,
        cast(null as timestamp) as load_limit,
        0 as future_rows,
        0 as untimed_rows,
        {%- endif %}
        count(*) as row_count,
        {%- if is_entity %}
        count(*) - count({{ entity_key }}) as null_keys,
        {{ "count(case when trim(" ~ key_text ~ ") = '' then 1 end)" if has_text_key else 0 }} as blank_keys,
        count({{ entity_key }}) - count(distinct {{ entity_key }}) as duplicate_keys,
        {{ 'count(case when ' ~ segsmith.byte_length(key_text) ~ ' > 255 then 1 end)' if has_text_key else 0 }} as long_keys,
        {%- else %}
        0 as null_keys,
        0 as blank_keys,
        0 as duplicate_keys,
        0 as long_keys,
        {%- endif %}
        cast({{ max_shrink }} as double precision) as max_shrink,
        cast({{ segsmith.approval_literal(approved_until) }} as timestamp) as approved_until
    from {{ relation }}
{%- endmacro %}
