{# Whether a limit of time has moved over a value since the last run of the entity's ledger: the
   value lies between where the limit was then and where it is now. value: SQL text; limits: lists
   of a macro of ours and its arguments, like ['ago', 30, 'day']. #}
{% macro is_passed(entity, value, limits) %}
    {%- set passed = [] -%}
    {%- for limit in limits -%}
        {%- set now = context['segsmith'][limit[0]](*limit[1:]) -%}
        {%- do context.update({'segsmith_counted_from': segsmith.last_run(entity).as_of}) -%}
        {%- set then = context['segsmith'][limit[0]](*limit[1:]) -%}
        {%- do context.update({'segsmith_counted_from': none}) -%}
        {%- if then != now -%}
            {#- literals of one form are in the order of their times; a limit of months goes back
                at the end of a month -#}
            {%- set between = [then, now] | sort -%}
            {%- do passed.append(value ~ ' between ' ~ between | join(' and ')) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return('(' ~ (passed or ['1 = 0']) | join(' or ') ~ ')') -}}
{% endmacro %}
