{# A select, as looked_id, of the ids whose rows differ from those of the last run, in the sources
   that are compared. #}
{% macro differing_ids(entity) %}
    select coalesce(fingerprints.{{ entity }}_id, known.{{ entity }}_id) as looked_id
    from {{ ref('int_' ~ entity ~ '__fingerprints').render() }} as fingerprints
    full join (
        select *
        from {{ segsmith.existing_relation('int_' ~ entity ~ '__known_fingerprints') }}
        where source_key is not null
    ) as known
        on fingerprints.source_key = known.source_key
            and fingerprints.{{ entity }}_id = known.{{ entity }}_id
    where fingerprints.row_count is null
        or known.row_count is null
        or fingerprints.row_count <> known.row_count
        or fingerprints.fingerprint <> known.fingerprint
{%- endmacro %}
