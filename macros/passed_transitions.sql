{# A select, as looked_id, of the ids with a transition of these segments that the run before did not
   see, or that a limit of time has passed over since. limits: as for is_passed. #}
{% macro passed_transitions(entity, key_type, segment_keys, limits) %}
    select {{ entity }}_id as looked_id
    from {{ segsmith.ledger_before_run(entity, key_type) }} as ledger
    where kind in ('entered', 'exited')
        and segment_key in (
            {%- for key in segment_keys %}
            {{ segsmith.text_literal(key) }}{{ ',' if not loop.last }}
            {%- endfor %}
        )
        and (
            as_of >= {{ segsmith.instant_literal(
                segsmith.last_run(entity).as_of or segsmith.run_row().as_of
            ) }}
            or {{ segsmith.is_passed(entity, 'as_of', limits) }}
        )
{%- endmacro %}
