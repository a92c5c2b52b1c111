{# The UTC datetime (no zone) of a local wall-clock datetime of the project's time zone. A wall-
   clock time that occurs twice is its first occurrence; one that is skipped is the instant of
   the skip. #}
{% macro utc_of_local(wall_clock) %}
    {%- set zone = modules.pytz.timezone(segsmith.time_zone()) -%}
    {%- set as_summer = zone.normalize(zone.localize(wall_clock, is_dst=true)) -%}
    {%- set as_winter = zone.localize(wall_clock, is_dst=false) -%}
    {%- set local = as_summer if as_summer.replace(tzinfo=none) == wall_clock else as_winter -%}
    {{ return(local.astimezone(modules.pytz.utc).replace(tzinfo=none)) }}
{% endmacro %}
