"""The tables of the benchmark, made by DuckDB from a seed: nothing is loaded from anywhere."""

from __future__ import annotations

from datetime import datetime

from tests.support.ledger_rows import LEDGER_COLUMNS

AS_OF = datetime(2026, 3, 31, 12)
_COUNTRIES = "['USA', 'Germany', 'France', 'Peru', 'Japan', 'Kenya', 'Chile', 'Italy']"
# A number from 0 to n - 1 that depends on the row, the column and the seed alone.
_DRAWN = "cast(hash(i, '{column}', {seed}) % {n} as bigint)"


def statements(contacts: int, events: int, seed: int) -> list[str]:
    """The statements that make every table; `events` is the number of email events."""

    def drawn(column: str, n: int) -> str:
        return _DRAWN.format(column=column, n=n, seed=seed)

    def ago(column: str, days: int) -> str:
        seconds = drawn(column, days * 86400)
        return f"timestamp '{AS_OF}' - {seconds} * interval '1 second'"

    # Squared, so that some contacts have many events and many have few.
    owner = f"cast(floor(pow({drawn('owner', 1_000_000)} / 1000000.0, 2) * {contacts}) as bigint)"
    loaded = f"timestamp '{AS_OF}' as loaded_at"
    return [
        "create schema if not exists shop",
        f"""create or replace table shop.contacts as select i as contact_id,
            {_COUNTRIES}[1 + {drawn("country", 8)}] as country,
            'City ' || {drawn("city", 5000)} as city,
            case when {drawn("has_account", 10)} > 0 then {drawn("account", 20_000)} end
                as account_id,
            ['email', 'sms', 'post'][1 + {drawn("channel", 3)}] as channel,
            {drawn("score", 1000)} as score,
            cast({drawn("spent", 100_000)} / 100.0 as decimal(18, 2)) as total_spent,
            {drawn("opted", 10)} > 3 as email_opted_in,
            {ago("created", 1500)} as created_at,
            date '1950-01-01' + cast({drawn("born", 20_000)} as integer) as birth_date,
            ['interest ' || {drawn("one", 100)}, 'interest ' || {drawn("two", 100)}] as interests,
            {loaded} from range({contacts}) as contacts (i)""",
        f"""create or replace table shop.contacts_snapshot as select i % {contacts} as contact_id,
            case when i < {contacts} then {drawn("score", 1000)} else {drawn("once", 1000)} end
                as score,
            case when i < {contacts} then changed_at else changed_at - interval '1 year' end
                as dbt_valid_from,
            case when i >= {contacts} then changed_at end as dbt_valid_to
            from (
                select i, timestamp '{AS_OF}'
                    - (1 + i % {contacts} * 7919 % 360) * interval '1 day' as changed_at
                from range({2 * contacts}) as versions (i)
            ) as versions""",
        f"""create or replace table shop.accounts as select i as account_id,
            'Industry ' || {drawn("industry", 100)} as industry,
            {drawn("employees", 5000)} as employees from range(20000) as accounts (i)""",
        f"""create or replace table shop.email_events as select i as event_id,
            {owner} as contact_id,
            case when {drawn("kind", 5)} = 0 then 'clicked' else 'opened' end as event_name,
            {ago("at", 730)} as occurred_at, 'campaign ' || {drawn("campaign", 100)} as campaign,
            {loaded} from range({events}) as email_events (i)""",
        f"""create or replace table shop.orders as select i as order_id,
            {owner} as contact_id, {ago("at", 730)} as ordered_at,
            cast({drawn("amount", 50_000)} / 100.0 as decimal(18, 2)) as amount,
            'product ' || {drawn("product", 100)} as product,
            {loaded} from range({events // 2}) as orders (i)""",
        f"""create or replace table shop.subscriptions as select i as subscription_id,
            {owner} as contact_id, 'plan_' || {drawn("plan", 100)} as plan,
            {drawn("price", 1000)} as price, {ago("started", 730)} as started_at,
            {loaded} from range({contacts}) as subscriptions (i)""",
        f"""create or replace table shop.desk_people as select i as desk_id,
            {owner} as contact_id from range({contacts}) as desk_people (i)""",
        f"""create or replace table shop.tickets as select i as ticket_id,
            {drawn("requester", contacts)} as requester_id, 'topic_' || {drawn("topic", 100)}
                as topic from range({contacts}) as tickets (i)""",
        f"""create or replace table shop.contact_tags as select
            {owner} as contact_id, 'tag_' || {drawn("tag", 100)} as tag
            from range({contacts}) as contact_tags (i)""",
        f"""create or replace table shop.contact_lists as select
            {owner} as contact_id, 'list_' || {drawn("list", 100)} as list_name
            from range({contacts // 2}) as contact_lists (i)""",
        *_ledger(contacts),
    ]


def _ledger(contacts: int) -> list[str]:
    """What runs before have left: two transitions a contact in the segment that rules ask about,
    and as many in another one."""
    columns = ", ".join(f"{name} {kind}" for name, kind in LEDGER_COLUMNS.items())
    return [
        "create schema if not exists main_segsmith",
        f"create or replace table main_segsmith.contact_segment_ledger ({columns})",
        "alter table main_segsmith.contact_segment_ledger alter contact_id type bigint",
        f"""insert into main_segsmith.contact_segment_ledger
                (ledger_id, kind, as_of, segment_key, contact_id, ordinal, feed_position)
            select cast(i as text), case when i % 2 = 0 then 'entered' else 'exited' end,
                timestamp '{AS_OF}' - (2 - i % 2) * (1 + (i // 2 * 7919) % 360) * interval '1 day'
                    - interval '1 hour',
                case when i < {2 * contacts} then 'bench_base' else 'bench_other' end,
                (i // 2) % {contacts}, 1 + i % 2, i + 1
            from range({4 * contacts}) as ledger (i)""",
    ]
