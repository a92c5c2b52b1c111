{# The rows of one part of an evaluation: members, contacts kept out by hand, and a marker a segment
   that says: this definition was evaluated by this run. Refuses inputs that another run wrote. #}
{% macro evaluation_query(entity, key_type, part) %}
with

{{ entity }}_rows as (

    {{ segsmith.rows_of_slice(entity, key_type, part.slice) }}

),

evaluated as (
{{ segsmith.evaluated_segments(entity, key_type, part.chunk) }}
),

markers as (
{{ segsmith.evaluation_markers(part.marked) }}
),

strays as (
{{ segsmith.stray_inputs(entity) }}
),

evaluation as (

    select segment_key, {{ entity }}_id, is_member, is_manual, null as definition_hash
    from evaluated

    union all

    select segment_key, null, null, null, definition_hash
    from markers

    union all

    select {{ segsmith.refuse('min(message)') }}, null, null, null, null
    from strays
    having count(*) > 0

)

select
    segment_key,
    cast({{ entity }}_id as {{ key_type }}) as {{ entity }}_id,
    is_member,
    is_manual,
    cast(definition_hash as {{ dbt.type_string() }}) as definition_hash,
    {{ segsmith.run_stamp() }} as run_stamp
from evaluation
{%- endmacro %}
