{# What a segment's definition macro says, as a dict, from its JSON; the rule as it was written stays
   JSON text. #}
{% macro definition_facts(facts) %}
    {%- set found = fromjson(facts) -%}
    {% do found.update({'definition': tojson(found.definition)}) %}
    {{ return(found) }}
{% endmacro %}
