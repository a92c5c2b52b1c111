{# True where a regular expression is found anywhere in x; null where x is null. pattern: SQL
   text. #}
{% macro matches_pattern(x, pattern, ignore_case=false) %}
    {{- return(adapter.dispatch('matches_pattern', 'segsmith')(x, pattern, ignore_case)) -}}
{% endmacro %}

{% macro default__matches_pattern(x, pattern, ignore_case) %}
    {#- s: a dot is any character, a line's end too, as on PostgreSQL -#}
    {%- set options = "'is'" if ignore_case else "'s'" -%}
    {{- return('regexp_matches(' ~ x ~ ', ' ~ pattern ~ ', ' ~ options ~ ')') -}}
{% endmacro %}

{% macro postgres__matches_pattern(x, pattern, ignore_case) %}
    {{- return('(' ~ x ~ (' ~* ' if ignore_case else ' ~ ') ~ pattern ~ ')') -}}
{% endmacro %}
