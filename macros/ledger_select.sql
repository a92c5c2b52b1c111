{# A select of all columns of a ledger from a query that has some of them; the others are null. #}
{% macro ledger_select(columns, relation, present) -%}
    select
        {%- for column, type in columns.items() %}
        cast({{ column if column in present else 'null' }} as {{ type }}) as {{ column }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }}
{%- endmacro %}
