{# The UTC instant that lies x seconds after 1970-01-01; null outside the years 1 to 9999. #}
{% macro from_epoch(x) %}
    {%- set instant = adapter.dispatch('from_epoch', 'segsmith')(x) -%}
    {{- return(
        'case when ' ~ x ~ ' between -62135596800 and 253402300799 then ' ~ instant ~ ' end'
    ) -}}
{% endmacro %}

{% macro default__from_epoch(x) %}
    {{- return('make_timestamp(cast(round((' ~ x ~ ') * 1000000) as bigint))') -}}
{% endmacro %}

{% macro postgres__from_epoch(x) %}
    {{- return(
        "(timestamp '1970-01-01' + cast((" ~ x ~ ") as double precision) * interval '1 second')"
    ) -}}
{% endmacro %}
