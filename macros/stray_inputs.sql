{# One row per input table of this node (int_<entity>__…) that holds rows of another run. #}
{% macro stray_inputs(entity) %}
    {%- set inputs = [] -%}
    {%- for unique_id in (model.depends_on.nodes if execute else []) | sort
        if unique_id in graph.nodes
        and graph.nodes[unique_id].name.startswith('int_' ~ entity ~ '__') -%}
        {% do inputs.append(graph.nodes[unique_id]) %}
    {%- endfor -%}
    {%- for input in inputs %}
    select 'segsmith refused this run: {{ input.name }} holds rows of another run: ' || min(run_stamp) as message
    from {{ input.relation_name }}
    where run_stamp <> {{ segsmith.run_stamp() }}
    having count(*) > 0
    {{- '\n\n    union all\n' if not loop.last }}
    {%- else %}
    {{ segsmith.empty_select({'message': dbt.type_string()}) }}
    {%- endfor %}
{% endmacro %}
