{# Whether a column's type in the warehouse can be what the catalog calls expected. What is only
   unusual fits (a number for an integer, a uuid for a text), and so does a type without a word. #}
{% macro type_fits(data_type, expected) %}
    {%- set words = [
        ('.*\\[\\d*\\]|array.*|list.*|_.+', ['array']),
        ('timestamp.*|datetime.*', ['instant']),
        ('date', ['date']),
        ('bool.*', ['boolean']),
        ('uuid', ['uuid', 'text']),
        ('u?(tiny|small|big|huge)?int(eger)?\\d*|serial.*|(decimal|numeric|number|double|float|real).*',
            ['integer', 'number']),
        ('(varchar|character|char|text|string|bpchar|citext|enum).*', ['text', 'uuid']),
    ] -%}
    {%- for pattern, fitting in words if modules.re.fullmatch(pattern, data_type) -%}
        {{ return(expected == 'any' or expected in fitting) }}
    {%- endfor -%}
    {{ return(true) }}
{% endmacro %}
