{# A select of one message per fault among the rows of a ledger that are not published yet, and
   the earlier rows of their keys: the audit of the refresh path. published may be none. #}
{% macro tail_faults(entity, ledger, published) %}
    {%- set ledger = segsmith.ledger_rows(entity, ledger) -%}
    {%- set advice = ' (' ~ entity ~ '_segment_ledger, after the published run). See the ledger; '
        ~ '`segsmith discard-unpublished` takes the unpublished rows away' -%}
    select 'a ledger tail breaks law 9: ' || fault || {{ segsmith.text_literal(advice) }} as message
    from (
        with

        {{ segsmith.tail_rows(entity, ledger, published) }},

        {{ segsmith.tail_steps(entity, ledger) }},

        {{ segsmith.tail_sizes(ledger) }}

        select
            'ordinal ' || ordinal || ' of ' || cast({{ entity }}_id as {{ dbt.type_string() }})
            || ' in ' || segment_key || ' does not follow' as fault
        from steps
        where ordinal <> coalesce(previous_ordinal, 0) + 1
            or kind <> case when mod(ordinal, 2) = 1 then 'entered' else 'exited' end
            or as_of <= previous_as_of

        union all

        select 'size of ' || segment_key || ' at ' || cast(as_of as {{ dbt.type_string() }})
        from sizes
        where members <> previous_members + entered - exited
            or entered <> counted_entered
            or exited <> counted_exited

        union all

        select 'feed positions are not dense up to ' || max(tail.feed_position)
        from tail
        cross join known
        where kind in ('entered', 'exited')
        group by known.feed_position
        having max(tail.feed_position) - known.feed_position <> count(*)

        union all

        select 'two runs at ' || cast(as_of as {{ dbt.type_string() }})
        from tail
        where kind = 'run'
        group by as_of
        having count(*) > 1
    ) as faults
{%- endmacro %}
