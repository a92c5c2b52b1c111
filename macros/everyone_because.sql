{# Why a run evaluates everybody of an entity; empty where it needs to look only at those whose data
   was loaded or whom time can have moved since the last run. always: reasons that hold in every
   run; daily: reasons that hold where a local day has begun since; sources: keys of the sources
   that rules read; has_compared: some of them are compared. With the variable segsmith_full every
   run does. #}
{% macro everyone_because(entity, always, daily, sources, has_compared=false) %}
    {%- if not execute -%}
        {{ return('') }}  {#- so that dbt sees all that the page may read -#}
    {%- endif -%}
    {%- set run = segsmith.run_row() -%}
    {%- if run.mode != 'full' -%}
        {{ return('this is no whole run') }}
    {%- elif var('segsmith_full', false) -%}
        {{ return('it was asked for') }}
    {%- endif -%}
    {%- set last = segsmith.last_run(entity) -%}
    {%- if last.as_of is none -%}
        {{ return('this is the first run') }}
    {%- elif last.as_of >= run.as_of -%}
        {{ return('the ledger has this run') }}
    {%- elif last.set_hash != segsmith.set_hash(entity) -%}
        {{ return('definitions have changed') }}
    {%- elif last.has_held -%}
        {{ return('the last run held a segment') }}
    {%- endif -%}
    {%- for source in sources if segsmith.mark_fault(entity, source) -%}
        {{ return('the load mark of ' ~ source ~ ' ' ~ segsmith.mark_fault(entity, source)) }}
    {%- endfor -%}
    {%- if has_compared and not segsmith.has_known_fingerprints(entity) -%}
        {{ return('what the last run saw is lost, int_' ~ entity ~ '__known_fingerprints') }}
    {%- elif segsmith.are_traits_behind(entity) -%}
        {{ return(entity ~ '_traits is lost, or lacks a run') }}
    {%- endif -%}
    {%- if always -%}
        {{ return(always[0]) }}
    {%- elif daily and segsmith.has_day_begun(entity) -%}
        {{ return(daily[0]) }}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}
