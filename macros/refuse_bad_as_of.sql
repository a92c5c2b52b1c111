{# Stops the run when its as-of is earlier than the last run of a ledger, or in the far future
   (which would block every later run). The ledger's own statement looks again, under its lock. #}
{% macro refuse_bad_as_of(as_of) %}
    {%- set now = run_started_at.replace(tzinfo=none) -%}
    {%- if as_of > now + modules.datetime.timedelta(days=1) -%}
        {% do exceptions.raise_compiler_error(
            'segsmith refused this run: as_of ' ~ as_of ~ ' is more than a day in the future'
        ) %}
    {%- endif -%}
    {%- for name in segsmith.ledger_names() -%}
        {%- set last = segsmith.last_instant(segsmith.existing_relation(name), "kind = 'run'") -%}
        {%- if last is not none and as_of < last -%}
            {% do exceptions.raise_compiler_error(
                'segsmith refused this run: as_of ' ~ as_of ~ ' is earlier than the last run of '
                ~ name ~ ', ' ~ last
                ~ (', which lies in the future: a clock was wrong' if last > now else '')
            ) %}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
