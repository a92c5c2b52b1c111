{# A select of what the rows of each id of a source are: source_key, owner_id, row_count and a sum
   of hashes of the whole rows, which tells that they changed and not how. #}
{% macro fingerprints(source_key, relation, key) %}
    select
        {{ segsmith.text_literal(source_key) }} as source_key,
        {{ key }} as owner_id,
        count(*) as row_count,
        {{ segsmith.row_fingerprint('source_row') }} as fingerprint
    from {{ relation }} as source_row
    where {{ key }} is not null
    group by {{ key }}
{%- endmacro %}
