"""Rules about related rows, segments of related entities, scores."""

from tools.mutants.mutant import in_file

_pages = in_file("generator/segsmith/lower/object_pages.py", "objects/*")
_reader = in_file("generator/segsmith/resolve/objects.py", "objects/*")
_across = in_file("generator/segsmith/lower/entity_row.py", "relations/*", "objects/inverse")
_members_now = in_file("macros/members_now.sql", "relations/*", "objects/inverse")
_scores = in_file("generator/segsmith/resolve/scores.py", "scores/*")

OF_OBJECTS = (
    _pages(
        "a row reached in two ways counts twice", "is_distinct=bool(joins)", "is_distinct=False"
    ),
    _pages(
        "the rule of a join is not heard", "if step.rule is not None:", "if step.source is None:"
    ),
    _pages(
        "the rule of an object is not heard",
        "if self.row_rule is not None:",
        "if self.row_rule == 'none':",
    ),
    _pages("a deleted row between counts", '            *not_deleted(source, f"{alias}."),\n', ""),
    _pages(
        "a deleted row counts",
        "            where += not_deleted(source, dot)\n",
        "            where += []\n",
    ),
    _across(
        "a related row is in the segments that it is not in",
        'f"{alias}.{key} is not null"',
        'f"{alias}.{key} is null"',
        "relations/rows_in_segments",
    ),
    _reader(
        "`every` holds without a row",
        'return Every((some, Comparison("=", passing, all_)))',
        'return Comparison("=", passing, all_)',
    ),
    _reader(
        "`every` is content with one",
        'return Every((some, Comparison("=", passing, all_)))',
        'return Comparison(">=", passing, Constant(1, "number"))',
    ),
    _reader(
        "a row without a time may be the first",
        "if of is not None and by is not None:",
        "if of is not None and by is self:",
    ),
    _reader(
        "one row is not enough",
        'return Comparison(">=", value, Constant(1, "number"))',
        'return Comparison(">=", value, Constant(2, "number"))',
    ),
    _members_now(
        "members of every segment are one",
        "    where segment_key = {{ segsmith.text_literal(segment_key) }}\n        and is_member",
        "    where is_member",
    ),
    _scores(
        "a lead's rules all bring the points of the first",
        'points = Constant(rule.points, "number")',
        'points = Constant(score.rules[0].points, "number")',
    ),
    _scores(
        "points of an event are not heard",
        'count if points == 1 else Arithmetic("*", count, worth)',
        "count",
    ),
    _scores(
        "the window before is as long as both",
        "twice = Duration(2 * score.within.count, score.within.unit)",
        "twice = Duration(3 * score.within.count, score.within.unit)",
    ),
    _scores(
        "a trend rises only beyond its factor",
        'rises = Comparison(">=", recent,',
        'rises = Comparison(">", recent,',
    ),
    _scores(
        "a trend falls only beyond its factor",
        '            "<=", recent, Arithmetic("*", before, Constant(score.declining, "number"))',
        '            "<", recent, Arithmetic("*", before, Constant(score.declining, "number"))',
    ),
    _scores(
        "few events make a trend",
        'Comparison("<", more, Constant(score.minimum, "number"))',
        'Comparison("<", more, Constant(1, "number"))',
    ),
    _scores(
        "a frequency is a day's",
        'Arithmetic("*", self._number_of(kinds), Constant(DAYS_A_YEAR, "number"))',
        'Arithmetic("*", self._number_of(kinds), Constant(1, "number"))',
    ),
    _scores(
        "the first order is the last source's",
        'self._extreme(kinds, "first", "least")',
        'self._extreme(kinds, "last", "greatest")',
    ),
)
