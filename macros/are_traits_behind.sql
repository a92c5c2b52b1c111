{# Whether <entity>_traits is made by this invocation and lacks what an earlier run has found: it is not
   there, or runs that left it out looked at somebody. #}
{% macro are_traits_behind(entity) %}
    {%- set made = 'model.' ~ project_name ~ '.' ~ entity ~ '_traits' -%}
    {%- if made not in selected_resources -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set traits = segsmith.existing_relation(entity ~ '_traits') -%}
    {%- if traits is none -%}
        {{ return(true) }}
    {%- endif -%}
    {%- set made_at = segsmith.last_instant(traits) -%}
    {%- set since = segsmith.last_instant(
        segsmith.existing_relation(entity ~ '_segment_ledger'),
        "kind = 'run' and entities_evaluated > 0"
    ) -%}
    {{ return(since is not none and (made_at is none or made_at < since)) }}
{% endmacro %}
