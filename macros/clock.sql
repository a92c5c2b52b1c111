{# The machine's time (UTC), as a datetime: not what a run evaluates, which is its as-of, but what
   tells a load time that has come from one that is a mistake. Once a node. #}
{% macro clock() %}
    {%- if 'segsmith_clock' not in context -%}
        {% do context.update({
            'segsmith_clock': modules.datetime.datetime.now(modules.pytz.utc).replace(tzinfo=none)
        }) %}
    {%- endif -%}
    {{ return(context['segsmith_clock']) }}
{% endmacro %}
