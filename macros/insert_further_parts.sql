{# A post-hook of <entity>_segment_evaluation: inserts all parts but the first, in the transaction
   of the table itself. #}
{% macro insert_further_parts(entity, key_type) %}
    {%- for part in segsmith.evaluation_parts(entity)[1:] if execute -%}
        {% do run_query(
            'insert into ' ~ this ~ ' (segment_key, ' ~ entity ~ '_id, is_member, is_manual, '
            ~ 'definition_hash, run_stamp)\n' ~ segsmith.evaluation_query(entity, key_type, part)
        ) %}
    {%- endfor -%}
{% endmacro %}
