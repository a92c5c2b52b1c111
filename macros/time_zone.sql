{# The project's time zone (an IANA name): calendar words are in it. The generator writes it into
   the macro segsmith_settings of the project; without that macro it is UTC. #}
{% macro time_zone() %}
    {%- set settings = context.get(project_name, {}).get('segsmith_settings') -%}
    {{- return(settings()['time_zone'] if settings else var('segsmith_time_zone', 'UTC')) -}}
{% endmacro %}
