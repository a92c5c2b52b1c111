{# Stops the node when something was published that the ledger no longer holds: a new ledger
   would enter everybody again. #}
{% macro refuse_lost_ledger() %}
    {%- set published = segsmith.existing_relation('segsmith_published') -%}
    {%- for name in segsmith.ledger_names() if published is not none -%}
        {%- set entity = name.removesuffix('_segment_ledger') -%}
        {%- set published_at = segsmith.last_instant(published, "entity = '" ~ entity ~ "'") -%}
        {%- set written_at = segsmith.last_instant(
            segsmith.existing_relation(name), "kind = 'run'"
        ) -%}
        {%- if published_at is not none and (written_at is none or written_at < published_at) -%}
            {% do exceptions.raise_compiler_error(
                'segsmith refused this run: the ledger ' ~ name ~ ' is lost (its last run: '
                ~ (written_at or 'none') ~ ', published: ' ~ published_at ~ '). Restore it from a '
                ~ 'backup. To begin a new history on purpose, drop segsmith_published as well.'
            ) %}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
