"""Rules about events: which count, windows, measures, ties, zeros."""

from tools.mutants.mutant import in_file

_windows = in_file("generator/segsmith/resolve/windows.py", "windows/*", "events/*")
_pages = in_file("generator/segsmith/lower/trait_pages.py", "events/*", "universe/*", "windows/*")
_rows = in_file("generator/segsmith/lower/source_rows.py", "events/*", "universe/*", "windows/*")
_aggregates = in_file("generator/segsmith/lower/aggregates.py", "events/*", "universe/*")
_last = in_file("macros/value_at_last.sql", "events/*")
_first = in_file("macros/value_at_first.sql", "events/*")

OF_EVENTS = (
    _windows(
        "a window leaves its older end out",
        '(Comparison(">=", at, back(window.within_last)),)',
        '(Comparison(">", at, back(window.within_last)),)',
    ),
    _windows(
        "events `older_than` take their end in",
        'Comparison("<", at, back(window.older_than))',
        'Comparison("<=", at, back(window.older_than))',
    ),
    _windows(
        "`between_ago` leaves its older end out",
        'Comparison(">=", at, back(older))',
        'Comparison(">", at, back(older))',
    ),
    _windows(
        "`between_ago` takes its newer end in",
        'Comparison("<", at, back(newer))',
        'Comparison("<=", at, back(newer))',
    ),
    _windows("`from` is out", 'Comparison(">=", at, start)', 'Comparison(">", at, start)'),
    _windows("`to` is in", 'Comparison("<", at, start)', 'Comparison("<=", at, start)'),
    _windows(
        "`through` an instant is out", 'Comparison("<=", at, start)', 'Comparison("<", at, start)'
    ),
    _windows(
        "`through` a day ends at its start",
        "self.literals.day_start(day, 1)",
        "self.literals.day_start(day)",
    ),
    _windows(
        "`last_calendar_days` counts today on top",
        "on_local_days(at, 1 - days, days)",
        "on_local_days(at, -days, days + 1)",
    ),
    _windows(
        "`since` is out",
        'Comparison(">=", at, as_instant(bound.node))',
        'Comparison(">", at, as_instant(bound.node))',
    ),
    _rows(
        "an event at as-of is not visible",
        'sql(path(source.occurred_at), " <= ", call("as_of"))',
        'sql(path(source.occurred_at), " < ", call("as_of"))',
    ),
    _rows(
        "an event of the next day is visible",
        'sql(path(source.occurred_at), " <= ", call("as_of"))',
        'sql(path(source.occurred_at), " <= ", call("ahead", 1, "day"))',
    ),
    _pages(
        "an event's rule is not heard within a window",
        "parts = tuple(n for n in (*trait.window, trait.rule) if n is not None)",
        "parts = trait.window or ((trait.rule,) if trait.rule is not None else ())",
        "events/*",
    ),
    _aggregates(
        "an average counts nulls",
        '"average":\n            return call("divide", f"sum({counted})", f"count({counted})")',
        '"average":\n            return call("divide", f"sum({counted})", "count(*)")',
    ),
    _aggregates("`smallest` is the largest", 'sql(f"min({counted})")', 'sql(f"max({counted})")'),
    _aggregates(
        "distinct values count twice",
        'sql(f"count(distinct {counted})")',
        'sql(f"count({counted})")',
    ),
    _aggregates(
        "distinct days count twice", 'sql(f"count(distinct {day})")', 'sql(f"count({day})")'
    ),
    _aggregates(
        "one tag is none",
        'sql(f"count({counted}) > 0")',
        'sql(f"count({counted}) > 1")',
        "tags_and_lists/*",
    ),
    _aggregates(
        "the first time is the last",
        "'min' if trait.measure == 'first' else 'max'",
        "'max' if trait.measure == 'first' else 'max'",
    ),
    _last(
        "`last` passes over nulls",
        "'arg_max_null(' ~ value ~ ', row('",
        "'arg_max(' ~ value ~ ', row('",
    ),
    _last(
        "`last` decides ties by chance",
        "'arg_max_null(' ~ value ~ ', row(' ~ occurred_at ~ ', ' ~ key ~ '))'",
        "'arg_max_null(' ~ value ~ ', row(' ~ occurred_at ~ ', md5(' ~ key ~ ')))'",
        "events/*",
        "tests/property/test_warehouses.py::test_duckdb_equals_the_reference",
    ),
    _first(
        "`first` passes over nulls",
        "'arg_min_null(' ~ value ~ ', row('",
        "'arg_min(' ~ value ~ ', row('",
    ),
    _first(
        "`first` takes the larger key of a tie",
        "'arg_min_null(' ~ value ~ ', row(' ~ occurred_at ~ ', ' ~ key ~ '))'",
        "'arg_min_null(' ~ value ~ ', row(' ~ occurred_at ~ ', md5(' ~ key ~ ')))'",
        "events/*",
        "tests/property/test_warehouses.py::test_duckdb_equals_the_reference",
    ),
    in_file("generator/segsmith/resolve/events.py", "events/*", "windows/*")(
        "one event is not enough",
        'Comparison(">=", value, Constant(1, "number"))',
        'Comparison(">=", value, Constant(2, "number"))',
    ),
    in_file("generator/segsmith/resolve/events.py", "events/*", "text/*")(
        "a measured property forgets its `ignore_case`",
        "return found[0] if found else None",
        "return None",
    ),
    in_file("generator/segsmith/lower/entity_row.py", "universe/*", "events/count")(
        "no events count nothing, not zero", "if zero is not None:", "if zero == 'never':"
    ),
)
