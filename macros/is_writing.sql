{# Whether this is a node that a run writes: a model under `dbt build`, `dbt run` or `dbt retry`, no
   preview, test or compilation. #}
{% macro is_writing() %}
    {{ return(
        execute and flags.WHICH in ['build', 'run'] and model is defined
        and model.resource_type == 'model' and var('segsmith_preview_as_of', none) is none
    ) }}
{% endmacro %}
