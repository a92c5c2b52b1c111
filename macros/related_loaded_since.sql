{# As loaded_since, for the row of a related entity: it is an input of every id that points at it.
   relation, key: the entity's own table; by: its column that holds related_key, the key of the
   table related. #}
{% macro related_loaded_since(
    entity, source_key, relation, key, related, by, related_key, loaded_at=none,
    lookback_seconds=3600, is_cause=true
) %}
    {{- segsmith.loaded_since(
        entity,
        source_key,
        relation ~ ' as mine inner join ' ~ related ~ ' as related on mine.' ~ by
            ~ ' = related.' ~ related_key,
        'mine.' ~ key,
        'related.' ~ loaded_at if loaded_at else none,
        lookback_seconds,
        is_cause,
    ) -}}
{%- endmacro %}
