{# Rows of three values as a select; the second has a name and a type of its own. #}
{% macro expectation_rows(rows, name, type) %}
    {%- if not rows -%}
        {{ return(segsmith.empty_select({
            'segment_key': dbt.type_string(), name: type, 'expectation': dbt.type_string(),
        })) }}
    {%- endif %}
    select
        cast(segment_key as {{ dbt.type_string() }}) as segment_key,
        cast({{ name }} as {{ type }}) as {{ name }},
        cast(expectation as {{ dbt.type_string() }}) as expectation
    from (
        values
        {%- for segment_key, value, expectation in rows %}
        (
            {{- segsmith.text_literal(segment_key) }}, {{ segsmith.text_literal(value) }},
            {{ segsmith.text_literal(expectation) -}}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    ) as expected_rows (segment_key, {{ name }}, expectation)
{% endmacro %}
