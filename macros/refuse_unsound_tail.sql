{# Stops the run when a ledger ends in rows that were written but not published and that break
   its laws. Sound ones (a crash came between) are published with this run. #}
{% macro refuse_unsound_tail() %}
    {%- set published = segsmith.existing_relation('segsmith_published') -%}
    {%- for name in segsmith.ledger_names() -%}
        {%- set ledger = segsmith.existing_relation(name) -%}
        {%- set entity = name.removesuffix('_segment_ledger') -%}
        {%- set published_at = segsmith.last_instant(published, "entity = '" ~ entity ~ "'") -%}
        {%- set written_at = segsmith.last_instant(ledger, "kind = 'run'") -%}
        {%- if written_at is not none and written_at != published_at -%}
            {%- set faults = run_query(
                segsmith.tail_faults(entity, ledger, published) ~ ' limit 1'
            ).rows -%}
            {%- if faults | length > 0 -%}
                {% do exceptions.raise_compiler_error(
                    'segsmith refused this run: ' ~ faults[0][0]
                ) %}
            {%- endif -%}
            {% do log(
                'segsmith: ' ~ name ~ ' holds a run at ' ~ written_at ~ ', published was '
                ~ (published_at or 'nothing') ~ ': what is between is published with this run',
                info=true
            ) %}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
