{# The macros of the root project (never those of an installed package, so that our demo's
   segments do not leak into a project that installs us) whose name starts and ends so, sorted by
   name. #}
{% macro project_macros(starts_with, ends_with='') %}
    {%- set found = [] -%}
    {%- set macros_of_project = context.get(project_name, {}) -%}
    {%- for name in macros_of_project.keys() | sort
        if name.startswith(starts_with) and name.endswith(ends_with) -%}
        {% do found.append(macros_of_project[name]) %}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
