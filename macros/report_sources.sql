{# A post-hook of segsmith_run: tells of rows whose load time lies in the future, or that have none. #}
{% macro report_sources() %}
    {%- if execute -%}
        {%- for row in run_query(
            'select source_key, future_rows, untimed_rows, cast(load_limit as '
            ~ dbt.type_string() ~ ') from ' ~ this
            ~ ' where future_rows + untimed_rows > 0 order by source_key'
        ).rows -%}
            {%- if row[1] | int -%}
                {% do exceptions.warn(
                    'segsmith: source ' ~ row[0] ~ ': rows with a load time in the future: ' ~ row[1]
                    ~ ', up to ' ~ row[3] ~ '. Every run looks at them until then; correct them, or '
                    ~ 'the clock of the machine'
                ) %}
            {%- endif -%}
            {%- if row[2] | int -%}
                {% do log(
                    'segsmith: source ' ~ row[0] ~ ': rows without a load time: ' ~ row[2]
                    ~ '. A run looks at them when the source has grown', info=true
                ) %}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}
