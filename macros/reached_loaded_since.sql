{# As loaded_since, for a table that joins lead to: its row is an input of every id that reaches it.
   relation, key: the entity's own table; joins: a list of [relation, column before, column there],
   of which the last is the table whose load time counts. #}
{% macro reached_loaded_since(
    entity, source_key, relation, key, joins, loaded_at=none, lookback_seconds=3600, is_cause=true
) %}
    {%- set tables = [relation ~ ' as step_0'] %}
    {%- for step in joins %}
        {%- do tables.append(
            'inner join ' ~ step[0] ~ ' as step_' ~ loop.index ~ ' on step_' ~ loop.index0 ~ '.'
            ~ step[1] ~ ' = step_' ~ loop.index ~ '.' ~ step[2]
        ) %}
    {%- endfor %}
    {{- segsmith.loaded_since(
        entity,
        source_key,
        tables | join(' '),
        'step_0.' ~ key,
        'step_' ~ joins | length ~ '.' ~ loaded_at if loaded_at else none,
        lookback_seconds,
        is_cause,
    ) -}}
{%- endmacro %}
