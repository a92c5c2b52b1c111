{# One row per segment of the chunk and contact that is a member, or would be by the rule alone. A
   rule may be null (of an attribute that is null): that is no match, and no reason to be manual.
   default: a filtered read a segment; PostgreSQL and DuckDB: one read of the rows, where DuckDB reads
   once more for each segment with overrides. #}
{% macro evaluated_segments(entity, key_type, chunk) %}
    {%- set active = chunk | selectattr('status', 'equalto', 'active') | list -%}
    {%- if active -%}
    {{ adapter.dispatch('evaluated_segments', 'segsmith')(entity, active) }}
    {%- else %}
    {{ segsmith.empty_select({
        'segment_key': dbt.type_string(),
        entity ~ '_id': key_type,
        'is_member': 'boolean',
        'is_manual': 'boolean',
    }) }}
    {%- endif -%}
{% endmacro %}

{% macro default__evaluated_segments(entity, active) %}
    {%- for definition in active %}
    {%- set key = definition.segment_key %}
    {%- set is_member = segsmith.segment_predicate(entity, key) %}
    {%- set fits_rule = segsmith.segment_rule(entity, key) if definition.has_overrides %}
    select
        '{{ key }}' as segment_key,
        {{ entity }}.{{ entity }}_id,
        {{ is_member if fits_rule else 'true' }} as is_member,
        {{ 'coalesce(' ~ is_member ~ ', false) <> coalesce(' ~ fits_rule ~ ', false)'
            if fits_rule else 'false' }} as is_manual
    from {{ entity }}_rows as {{ entity }}
    where {{ is_member }}{{ ' or ' ~ fits_rule if fits_rule }}
    {{- '\n\n    union all\n' if not loop.last }}
    {%- endfor %}
{% endmacro %}

{% macro duckdb__evaluated_segments(entity, active) %}
    {%- set by_hand = active | selectattr('has_overrides') | list -%}
    {%- set by_rule = active | rejectattr('has_overrides') | list %}
    {%- if by_rule %}
    select
        segment_key,
        {{ entity }}_id,
        true as is_member,
        false as is_manual
    from (
        select
            {{ entity }}.{{ entity }}_id,
            unnest(list_filter(
                [
                    {%- for definition in by_rule %}
                    case when {{ segsmith.segment_predicate(entity, definition.segment_key) }} then '
                        {{- definition.segment_key }}' end{{ ',' if not loop.last }}
                    {%- endfor %}
                ],
                lambda key: key is not null
            )) as segment_key
        from {{ entity }}_rows as {{ entity }}
    ) as found
    {%- endif %}
    {{- '\n\n    union all\n' if by_rule and by_hand }}
    {{- segsmith.default__evaluated_segments(entity, by_hand) if by_hand }}
{% endmacro %}

{% macro postgres__evaluated_segments(entity, active) %}
    select
        verdicts.segment_key,
        {{ entity }}.{{ entity }}_id,
        verdicts.is_member,
        coalesce(verdicts.is_member, false)
        <> coalesce(verdicts.fits_rule, false) as is_manual
    from {{ entity }}_rows as {{ entity }}
    cross join lateral (
        values
        {%- for definition in active %}
        {%- set key = definition.segment_key %}
        {%- set is_member = segsmith.segment_predicate(entity, key) %}
        (
            '{{ key }}',
            {{ is_member }},
            {{ segsmith.segment_rule(entity, key) if definition.has_overrides else is_member }}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    ) as verdicts (segment_key, is_member, fits_rule)
    where verdicts.is_member or verdicts.fits_rule
{% endmacro %}
