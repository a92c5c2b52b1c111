"""Rules about time: windows on a value, days, calendar periods, anniversaries, zones."""

from tools.mutants.mutant import in_file

_truths = in_file("generator/segsmith/resolve/truths.py", "instants/*", "dates/*")
_tests = in_file("generator/segsmith/resolve/time_tests.py", "instants/*", "dates/*")
_anniversary = in_file("macros/has_anniversary.sql", "dates/*")
_month_and_day = in_file("macros/month_and_day.sql", "dates/*")
_period = in_file("macros/local_period_start.sql", "instants/*", "windows/periods", "calendar/*")

OF_TIMES = (
    _truths(
        "`within_last` leaves its older end out",
        'Every((Comparison(">=", value, past), Comparison("<=", value, AsOf())))',
        'Every((Comparison(">", value, past), Comparison("<=", value, AsOf())))',
    ),
    _truths(
        "`within_last` takes the future in",
        'Every((Comparison(">=", value, past), Comparison("<=", value, AsOf())))',
        'Comparison(">=", value, past)',
    ),
    _truths(
        "`within_last` leaves as-of out",
        'Comparison("<=", value, AsOf())',
        'Comparison("<", value, AsOf())',
    ),
    _truths(
        "`older_than` takes its end in",
        'return Comparison("<", value, past)',
        'return Comparison("<=", value, past)',
    ),
    _truths(
        "`within_next` takes as-of in",
        'Comparison(">", value, AsOf())',
        'Comparison(">=", value, AsOf())',
    ),
    _truths(
        "`within_next` leaves its end out",
        'Comparison("<=", value, future)',
        'Comparison("<", value, future)',
    ),
    _truths(
        "a period leaves its start out",
        'return Every((Comparison(">=", node, start), Comparison("<", node, end)))',
        'return Every((Comparison(">", node, start), Comparison("<", node, end)))',
    ),
    _truths(
        "a period takes its end in",
        'return Every((Comparison(">=", node, start), Comparison("<", node, end)))',
        'return Every((Comparison(">=", node, start), Comparison("<=", node, end)))',
    ),
    _tests(
        "`before` a day looks at its end",
        'return Comparison("<", subject, start)',
        'return Comparison("<", subject, end)',
    ),
    _tests(
        "`on_or_after` a day looks at its end",
        'return Comparison(">=", subject, start)\n',
        'return Comparison(">=", subject, end)\n',
    ),
    _tests(
        "`after` a day looks at its start",
        'return Comparison(">=", subject, end)',
        'return Comparison(">=", subject, start)',
    ),
    _tests(
        "`on_or_before` a day takes the next one's start in",
        'return Comparison("<", subject, end)',
        'return Comparison("<=", subject, end)',
    ),
    _tests(
        "a day takes the next one's start in",
        'return Every((Comparison(">=", subject, start), Comparison("<", subject, end)))',
        'return Every((Comparison(">=", subject, start), Comparison("<=", subject, end)))',
    ),
    _tests(
        "`days_from_today` takes the next day's start in",
        'Comparison("<", subject, DayStart(first + count))',
        'Comparison("<=", subject, DayStart(first + count))',
        "instants/*",
        "windows/*",
    ),
    in_file("macros/start_of_day.sql", "time_zones/*", "dates/*")(
        "a date begins at UTC midnight",
        "\"timezone('UTC', timezone('\" ~ segsmith.time_zone() ~ \"',",
        "\"timezone('UTC', timezone('UTC',",
    ),
    in_file("macros/local_today.sql", "time_zones/*", "calendar/*")(
        "today is UTC's", ".astimezone(zone)", ".astimezone(modules.pytz.utc)"
    ),
    in_file("macros/local_timestamp.sql", "time_zones/*")(
        "local days are UTC's",
        '"timezone(\'" ~ segsmith.time_zone() ~ "\', timezone(\'UTC\', " ~ x ~ "))"',
        "x",
    ),
    in_file("macros/utc_of_local.sql", "time_zones/*")(
        "a wall-clock time that comes twice is the second",
        "set local = as_summer if as_summer.replace(tzinfo=none) == wall_clock else as_winter",
        "set local = as_winter",
        "time_zones/*",
        "tests/property/test_warehouses.py::test_duckdb_equals_the_reference",
    ),
    _period(
        "a week starts on Sunday",
        "7 * n - today.weekday()",
        "7 * n - today.isoweekday() % 7",
    ),
    _period(
        "a quarter starts with its last month",
        "(today.month - 1) // 3 * 3 + 1",
        "(today.month - 1) // 3 * 3 + 3",
    ),
    _period(
        "a year starts in February",
        "today.replace(month=1, day=1)",
        "today.replace(month=2, day=1)",
    ),
    _period(
        "a month starts on its second day",
        "step_instant(today.replace(day=1), n, 'month')",
        "step_instant(today.replace(day=2), n, 'month')",
    ),
    in_file("macros/step_instant.sql", "calendar/*", "windows/units")(
        "a month's step ends at the month's end", "[instant.day, last_day] | min", "last_day"
    ),
    in_file("macros/step_instant.sql", "windows/units")(
        "a day has 25 hours", "'day': 86400", "'day': 90000", "windows/*"
    ),
    in_file("macros/days_in_month.sql", "calendar/*", "dates/*")(
        "there are no leap days", "29 if is_leap else 28", "28"
    ),
    _month_and_day(
        "28 February stands in for no leap day",
        "'february_28': '228'",
        "'february_28': '301'",
    ),
    _month_and_day("1 March is not meant", "'march_1': '301'", "'march_1': '228'"),
    _month_and_day("a skipped leap day is not skipped", "'skip': 'null'", "'skip': '228'"),
    _anniversary(
        "anniversaries to come begin today",
        "set first = today if days == 0 else segsmith.step_instant(today, 1, 'day')",
        "set first = today",
    ),
    _anniversary("`min_years` is not heard", "~ (year - min_years) ~", "~ year ~"),
    _anniversary(
        "a date to come has anniversaries",
        "'(' ~ x ~ ' <= ' ~",
        "'(' ~ x ~ ' <> ' ~",
    ),
    _anniversary(
        "anniversaries end with the year",
        "if year == first.year else 101",
        "if year == first.year else 1301",
    ),
    _anniversary(
        "the last day of an anniversary's window is out",
        "set high = last.month * 100 + last.day if",
        "set high = last.month * 100 + last.day - 1 if",
    ),
)
