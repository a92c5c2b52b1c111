{# A select of the ids with rows of a source loaded since the previous run. Rows commit late, so where
   the source has moved on, the lookback before the previous mark counts as well. As a cause of
   changes the mark itself does not: a table stamped once a batch would else count whole. To look at
   somebody it does (is_cause false): a row may have come under the same stamp, or under none, and
   looking twice does no harm. Without a load time every id counts: who changed is not known. #}
{% macro loaded_since(
    entity, source_key, relation, key, loaded_at=none, lookback_seconds=3600, is_cause=true
) %}
    {%- set mark = segsmith.previous_sources(entity).get(source_key, {}).get('load_mark') %}
    {%- set has_moved = segsmith.run_row().load_marks.get(source_key) != mark %}
    select {{ key }} as loaded_id
    from {{ relation }}
    where {{ key }} is not null
    {%- if loaded_at %}
        and (
            {{ loaded_at }} <= {{ segsmith.load_mark(source_key) }}
            {{- '' if is_cause else ' or ' ~ loaded_at ~ ' is null' }}
        )
    {%- endif %}
    {%- if loaded_at and mark is not none and is_cause %}
        and {{ loaded_at }} > {{ segsmith.instant_literal(
            segsmith.step_instant(mark, -lookback_seconds if has_moved else 0, 'second')
        ) }}
        and {{ loaded_at }} <> {{ segsmith.instant_literal(mark) }}
    {%- elif loaded_at and mark is not none and segsmith.has_grown(entity, source_key) %}
        and (
            {{ loaded_at }} >= {{ segsmith.instant_literal(
                segsmith.step_instant(mark, -lookback_seconds, 'second')
            ) }}
            or {{ loaded_at }} is null
        )
    {%- elif loaded_at and mark is not none %}
        and 1 = 0
    {%- endif %}
{%- endmacro %}
