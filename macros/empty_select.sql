{# A select of no row; columns: a dict of types by column name. #}
{% macro empty_select(columns) -%}
    select
        {%- for column, type in columns.items() %}
        cast(null as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (select 1 as one) as nothing
    where one = 0
{%- endmacro %}
