{# The project's time zone (an IANA name): calendar words are in it. The generator writes it into
   the macro segsmith_settings of the project. A preview names that of the working copy by the
   variable segsmith_time_zone, which goes first. #}
{% macro time_zone() %}
    {%- set settings = context.get(project_name, {}).get('segsmith_settings') -%}
    {%- set generated = settings()['time_zone'] if settings else 'UTC' -%}
    {{- return(var('segsmith_time_zone', none) or generated) -}}
{% endmacro %}
