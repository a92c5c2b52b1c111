{# Stops the node when something was published that the ledger no longer holds: a new ledger
   would enter everybody again, an older one would tell anew what readers have seen. #}
{% macro refuse_lost_ledger() %}
    {%- set published = segsmith.existing_relation('segsmith_published') -%}
    {%- for name in segsmith.ledger_names() if published is not none -%}
        {%- set entity = name.removesuffix('_segment_ledger') -%}
        {%- set published_at = segsmith.last_instant(published, "entity = '" ~ entity ~ "'") -%}
        {%- set written_at = segsmith.last_instant(
            segsmith.existing_relation(name), "kind = 'run'"
        ) -%}
        {%- if published_at is not none and written_at is none -%}
            {% do exceptions.raise_compiler_error(
                'segsmith refused this run: the ledger ' ~ name ~ ' is lost (its last run: none, '
                ~ 'published: ' ~ published_at ~ '). Restore it from a backup. To begin a new '
                ~ 'history on purpose, drop segsmith_published as well.'
            ) %}
        {%- elif published_at is not none and written_at < published_at -%}
            {% do exceptions.raise_compiler_error(
                'segsmith refused this run: the ledger ' ~ name ~ ' is older than what was published '
                ~ '(its last run: ' ~ written_at ~ ', published: ' ~ published_at ~ '). Restore a '
                ~ 'later backup; or, to go on from there: delete from ' ~ published
                ~ " where entity = '" ~ entity ~ "' and as_of > timestamp '" ~ written_at ~ "'"
            ) %}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
