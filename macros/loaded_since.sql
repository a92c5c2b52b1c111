{# A select of the ids with rows of a source loaded since the previous run. Rows commit late, so where
   the source has moved on, the lookback before the previous mark counts as well. As a cause of
   changes the mark itself does not: a table stamped once a batch would else count whole. To look at
   somebody it does (is_cause false): a row may have come under the same stamp, and looking twice
   does no harm. A row under no stamp may be new where the source has grown, a row whose load time
   lies in the future may be in every run. Without a load time, or where the mark tells nothing,
   every id counts: who changed is not known. #}
{% macro loaded_since(
    entity, source_key, relation, key, loaded_at=none, lookback_seconds=3600, is_cause=true
) %}
    {%- set run = segsmith.run_row() %}
    {%- set mark = segsmith.previous_sources(entity).get(source_key, {}).get('load_mark') %}
    {%- set mark = none if segsmith.mark_fault(entity, source_key) else mark %}
    {%- set has_moved = run.load_marks.get(source_key) != mark %}
    {%- set has_future = run.load_limits.get(source_key) != run.load_marks.get(source_key) %}
    {%- set has_grown = segsmith.has_grown(entity, source_key) %}
    select {{ key }} as loaded_id
    from {{ relation }}
    where {{ key }} is not null
    {%- if loaded_at %}
        and ({{ loaded_at }} <= {{ segsmith.load_mark(source_key) }} or {{ loaded_at }} is null)
    {%- endif %}
    {%- if loaded_at and mark is not none and (has_grown or has_future) %}
        and (
            {{ loaded_at }} {{ '>=' if has_grown and not is_cause else '>' }} {{
                segsmith.instant_literal(segsmith.step_instant(
                    mark, -lookback_seconds if has_moved or not is_cause else 0, 'second'
                ))
            }}
            {{- ' or ' ~ loaded_at ~ ' is null' if has_grown }}
        )
        {%- if is_cause %}
        and coalesce({{ loaded_at }} <> {{ segsmith.instant_literal(mark) }}, true)
        {%- endif %}
    {%- elif loaded_at and mark is not none %}
        and 1 = 0
    {%- endif %}
{%- endmacro %}
