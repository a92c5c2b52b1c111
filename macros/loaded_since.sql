{# A select of the ids with rows of a source loaded since the previous run. Rows commit late, so where
   the source has moved on, the lookback before the previous mark counts as well, but for the mark
   itself: a table stamped once a batch would else count whole. Without a load time every id counts:
   who changed is not known. #}
{% macro loaded_since(
    entity, source_key, relation, key, loaded_at=none, lookback_seconds=3600
) %}
    {%- set mark = segsmith.previous_load_marks(entity).get(source_key) %}
    {%- set has_moved = segsmith.run_row().load_marks.get(source_key) != mark %}
    select {{ key }} as loaded_id
    from {{ relation }}
    where {{ key }} is not null
    {%- if loaded_at %}
        and {{ loaded_at }} <= {{ segsmith.load_mark(source_key) }}
    {%- endif %}
    {%- if loaded_at and mark is not none %}
        and {{ loaded_at }} > {{ segsmith.instant_literal(
            segsmith.step_instant(mark, -lookback_seconds if has_moved else 0, 'second')
        ) }}
        and {{ loaded_at }} <> {{ segsmith.instant_literal(mark) }}
    {%- endif %}
{%- endmacro %}
