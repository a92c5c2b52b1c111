{# A select of the ids with rows of a source loaded since the previous run looked (minus the
   lookback, because rows commit late). Without a load time every id counts: who changed is not
   known. #}
{% macro loaded_since(
    entity, source_key, relation, key, loaded_at=none, lookback_seconds=3600
) %}
    {%- set mark = segsmith.previous_load_marks(entity).get(source_key) %}
    select {{ key }} as loaded_id
    from {{ relation }}
    where {{ key }} is not null
    {%- if loaded_at %}
        and {{ loaded_at }} <= {{ segsmith.load_mark(source_key) }}
    {%- endif %}
    {%- if loaded_at and mark is not none %}
        and {{ loaded_at }} > {{ segsmith.instant_literal(
            segsmith.step_instant(mark, -lookback_seconds, 'second')
        ) }}
    {%- endif %}
{%- endmacro %}
