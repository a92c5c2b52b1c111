"""Rules about events in their order: patterns in time, first and last events, sequences."""

from tools.mutants.mutant import in_file

_patterns = in_file("generator/segsmith/resolve/event_patterns.py", "patterns/*")
_columns = in_file("generator/segsmith/lower/sequence_columns.py", "sequences/*")
_aggregates = in_file(
    "generator/segsmith/lower/aggregates.py", "events/first_is_and_last_is", "objects/*"
)
_pages = in_file("generator/segsmith/lower/sequence_pages.py", "sequences/*")

OF_PATTERNS = (
    _patterns(
        "a stretch of a pattern leaves its older end out",
        'window.append(Comparison(">=", at, stretch.start))',
        'window.append(Comparison(">", at, stretch.start))',
    ),
    _patterns(
        "a stretch of a pattern takes its newer end in",
        'window.append(Comparison("<", at, stretch.end))',
        'window.append(Comparison("<=", at, stretch.end))',
    ),
    _patterns(
        "`regularly` is content with a period less",
        'return Comparison(">=", total, Constant(pattern.in_at_least, "number"))',
        'return Comparison(">=", total, Constant(pattern.in_at_least - 1, "number"))',
    ),
    _patterns(
        "the periods of `regularly` overlap",
        "older = Duration(period.count * (index + 1), period.unit)",
        "older = Duration(period.count * (index + 2), period.unit)",
    ),
    _patterns(
        "the count of `regularly` is not heard",
        "if pattern.count is not None:",
        "if pattern.period is None:",
    ),
    _patterns(
        "who never did it has stopped",
        "return Every((_some(did), _none(did_not)))",
        "return _none(did_not)",
    ),
    _patterns(
        "who goes on has stopped",
        "return Every((_some(did), _none(did_not)))",
        "return _some(did)",
    ),
    _patterns(
        "who does it for the first time has restarted",
        "            _some(_count(counted, at, earlier)),\n",
        "",
    ),
    _patterns(
        "who never paused has restarted",
        "            _none(_count(counted, at, pause)),\n",
        "",
    ),
    _patterns(
        "the pause is counted from as-of",
        "total = Duration(first.count + second.count, first.unit)",
        "total = Duration(second.count, first.unit)",
    ),
    _columns(
        "two events at one instant are a sequence",
        'EARLIER = "rows between unbounded preceding and 1 preceding"',
        'EARLIER = "rows between unbounded preceding and current row"',
    ),
    _columns(
        "`within` of a step leaves its end out",
        'return f"{EVENT_TIME} <= {call(',
        'return f"{EVENT_TIME} < {call(',
    ),
    _columns(
        "`within` is not heard",
        'f"{name} is not null" if step.within is None else _within(step.within, name)',
        'f"{name} is not null"',
    ),
    _columns(
        "the earliest step before decides",
        'Found(name, count, "max", done.when, done.needs, EARLIER)',
        'Found(name, count, "min", done.when, done.needs, EARLIER)',
    ),
    _columns(
        "what may not come between may not be at the step before",
        'when.append(f"coalesce({other} <= {name}, true)")',
        'when.append(f"coalesce({other} < {name}, true)")',
    ),
    _columns(
        "what never came came between",
        'when.append(f"coalesce({other} <= {name}, true)")',
        'when.append(f"coalesce({other} <= {name}, false)")',
    ),
    _columns(
        "`without` is not heard",
        'when.append(f"coalesce({other} <= {name}, true)")',
        "pass",
    ),
    _columns(
        "the time of a last `without` is not over at its end",
        "f\"{end} <= {call('as_of')}\"",
        "f\"{end} < {call('as_of')}\"",
    ),
    _columns(
        "the time of a last `without` may go on",
        "f\"{end} <= {call('as_of')}\"",
        'f"{end} is not null"',
    ),
    _columns(
        "a last `without` leaves its end out",
        'f"coalesce({other} > {end}, true)"',
        'f"coalesce({other} >= {end}, true)"',
    ),
    _pages(
        "the window of a sequence is not heard",
        "        parts += window\n",
        "        parts += ()\n",
    ),
    _pages("the rule of a step is not heard", "parts.append(part.rule)", "pass"),
    _aggregates(
        "the last event is the first",
        'which = "min" if trait.measure == "first_is" else "max"',
        'which = "min"',
    ),
    _aggregates(
        "the first event is the last",
        'which = "min" if trait.measure == "first_is" else "max"',
        'which = "max"',
    ),
    _aggregates(
        "the last event is looked for without a window",
        "return _Extreme(which, flags, order), ",
        "return _Extreme(which, (), order), ",
    ),
    _aggregates(
        "the key of an event does not break ties",
        'by = f"order by {rows}.{time}, {rows}.{key} nulls first"',
        'by = f"order by {rows}.{time}"',
    ),
)
