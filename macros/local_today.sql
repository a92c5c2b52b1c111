{# The local day of the as-of, as a datetime at midnight without zone. #}
{% macro local_today() %}
    {%- set zone = modules.pytz.timezone(segsmith.time_zone()) -%}
    {%- set local = modules.pytz.utc.localize(segsmith.counted_from()).astimezone(zone) -%}
    {{ return(modules.datetime.datetime(local.year, local.month, local.day)) }}
{% endmacro %}
