{# A post-hook of <entity>_traits: deletes the rows of ids that are gone from the entity's table.
   relation: the entity's table, as entity_row; conditions: when a row of it is that of an id. #}
{% macro forget_the_gone(relation, conditions) %}
    delete from {{ this }}
    where not exists (
        select 1
        from {{ relation }} as entity_row
        where {{ conditions | join(' and ') }}
    )
{% endmacro %}
