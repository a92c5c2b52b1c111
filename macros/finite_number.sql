{# A number as it is, but NaN and infinity as null; written with 28 digits at most where said so. #}
{% macro finite_number(x, below="cast('infinity' as double precision)") %}
    {{- return(
        'case when abs(cast(' ~ x ~ ' as double precision)) < ' ~ below ~ ' then ' ~ x ~ ' end'
    ) -}}
{% endmacro %}
