{# What this dbt invocation may do: 'full' writes; 'empty' and 'sample' (dbt's flags of these
   names) build on no or few rows, so nothing that remembers may be written from them. (`flags`
   has no SAMPLE in dbt 1.11.) #}
{% macro run_mode() %}
    {%- if flags.EMPTY -%}
        {{ return('empty') }}
    {%- elif invocation_args_dict.get('sample') -%}
        {{ return('sample') }}
    {%- endif -%}
    {{ return('full') }}
{% endmacro %}
