{# The segment of a ledger row under the name that it has now: the column itself where no segment
   was renamed. #}
{% macro current_segment_key(entity) %}
    {%- set renames = segsmith.segment_renames(entity) -%}
    {%- if not renames -%}
        {{ return('segment_key') }}
    {%- endif -%}
    {%- set branches = [] -%}
    {%- for old, new in renames | dictsort -%}
        {% do branches.append("when '" ~ old ~ "' then '" ~ new ~ "'") %}
    {%- endfor -%}
    {{ return('case segment_key ' ~ branches | join(' ') ~ ' else segment_key end') }}
{% endmacro %}
