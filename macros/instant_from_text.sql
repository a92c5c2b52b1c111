{# A datetime in UTC without zone, from ISO 8601 text or a datetime. Text without an offset is
   UTC; what cannot be read is a compiler error, so that a typing error never becomes another
   instant. #}
{% macro instant_from_text(value) %}
    {%- set text = value | string | trim -%}
    {%- set parts = modules.re.match(
        '^([0-9]{4})-([0-9]{2})-([0-9]{2})'
        ~ '(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.]([0-9]{1,9}))?)?'
        ~ ' ?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?$', text
    ) -%}
    {%- set numbers = [] -%}
    {%- for group in range(1, 7) if parts -%}
        {% do numbers.append((parts.group(group) or 0) | int) %}
    {%- endfor -%}
    {%- set is_date = parts and 1 <= numbers[0] and 1 <= numbers[1] <= 12 and 1 <= numbers[2]
        and numbers[2] <= segsmith.days_in_month(numbers[0], numbers[1]) -%}
    {%- if not is_date or numbers[3] > 23 or numbers[4] > 59 or numbers[5] > 59 -%}
        {% do exceptions.raise_compiler_error(
            "segsmith: '" ~ text ~ "' is not an instant. Write it as 2026-11-20T08:00:00Z"
        ) %}
    {%- endif -%}
    {% do numbers.append(((parts.group(7) or '') ~ '000000')[:6] | int) %}
    {%- set instant = modules.datetime.datetime(*numbers) -%}
    {%- set offset = (parts.group(8) or 'Z').replace(':', '') -%}
    {%- if offset != 'Z' -%}
        {%- set minutes = (offset[1:3] | int) * 60 + ((offset[3:5] or '0') | int) -%}
        {%- set shift = modules.datetime.timedelta(minutes=minutes) -%}
        {%- set instant = instant - shift if offset[0] == '+' else instant + shift -%}
    {%- endif -%}
    {{ return(instant) }}
{% endmacro %}
