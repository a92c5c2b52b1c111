{# A pre-hook of int_<entity>__stays: empties it where what it ends with is not the ledger's own
   (the ledger or the stays were restored from a backup), so that it is made anew. #}
{% macro forget_stray_stays(entity, key_type) %}
    {%- if execute and load_cached_relation(this) is not none -%}
        {%- set last = run_query(
            segsmith.last_known_position(entity, key_type, this)
        ).rows[0][0] -%}
        {%- if last == 0 and run_query('select 1 from ' ~ this ~ ' limit 1').rows | length > 0 -%}
            {% do log(
                'segsmith: ' ~ this.identifier ~ ' is not of this ledger: made anew from it', info=true
            ) %}
            delete from {{ this }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
