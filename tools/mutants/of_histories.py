"""Rules about other segments' histories, paused segments, chance."""

from tools.mutants.mutant import in_file

_reader = in_file("generator/segsmith/resolve/histories.py", "history/*")
_page = in_file("generator/segsmith/lower/history_page.py", "history/*")
_stages = in_file("generator/segsmith/resolve/stages.py", "segments/stages")
_places = in_file("generator/segsmith/lower/rank_page.py", "ranks/top")
_ranks = in_file("generator/segsmith/resolve/ranks.py", "ranks/random")

OF_HISTORIES = (
    _reader(
        "`for_at_least` leaves its edge out",
        'since = Comparison("<=", ENTERED_AT, back(span_))',
        'since = Comparison("<", ENTERED_AT, back(span_))',
    ),
    _reader(
        "`for_at_least` holds for who is out now",
        "return stays if self.is_paused(key) else Every((self._now(key), stays))",
        "return stays",
    ),
    _reader(
        "a stay takes its end in",
        'return replace(truth, operator=">", left=LASTED_TO)',
        'return replace(truth, operator=">=", left=LASTED_TO)',
    ),
    _reader(
        "what this run finds is no history",
        "        if now is None:\n            return past\n",
        "        return past\n",
    ),
    _reader(
        "who stays enters again",
        'return (now, Complement(was)) if happening == "entered" else (was, Complement(now))',
        'return (now,) if happening == "entered" else (was, Complement(now))',
    ),
    _reader(
        "who stays exits",
        'return (now, Complement(was)) if happening == "entered" else (was, Complement(now))',
        'return (now, Complement(was)) if happening == "entered" else (was,)',
    ),
    _reader(
        "a paused segment follows its rule",
        'return Past(key, "is_open", (), "") if self.is_paused(key) else InSegment(key)',
        "return InSegment(key)",
    ),
    _reader(
        "as-of lies in every window",
        'return Always(steps <= 0 if truth.operator == ">=" else steps > 0)',
        "return Always(True)",
    ),
    _page(
        "a stay begins with an exit",
        'odd = sql("mod(stays.ordinal, 2) = 1")',
        'odd = sql("mod(stays.ordinal, 2) = 0")',
    ),
    _page(
        "a stay that lasts has no end to compare with",
        'lasted = sql("lead(as_of, 1, ", call("as_of"), ")")',
        'lasted = sql("lead(as_of)")',
    ),
    _page(
        "stays of all segments are one",
        'by = f"partition by segment_key, {self.key}"',
        'by = f"partition by {self.key}"',
    ),
    _ranks(
        "a share begins where it ends",
        'parts.append(Comparison("<", key_hash, _bound(split.to)))',
        'parts.append(Comparison(">=", key_hash, _bound(split.to)))',
    ),
    _ranks(
        "a share has no beginning",
        'parts.append(Comparison(">=", key_hash, _bound(split.from_)))',
        "pass",
    ),
    _ranks(
        "a percentage counts in thousandths",
        "Fraction(percent) * _HASHES / 100",
        "Fraction(percent) * _HASHES / 1000",
    ),
    in_file("generator/segsmith/resolve/ranks.py", "ranks/top")(
        "the last of the first so many is out",
        'return Comparison("<=", rank, Constant(top.count, "number"))',
        'return Comparison("<", rank, Constant(top.count, "number"))',
    ),
    in_file("generator/segsmith/resolve/ranks.py", "ranks/top")(
        "a percentage takes the next one in",
        'return Comparison("<", left, right)',
        'return Comparison("<=", left, right)',
    ),
    _places("null ranks first", "desc nulls last,", "desc nulls first,"),
    _places("the smallest ranks first", "desc nulls last,", "asc nulls last,"),
    _places(
        "of equals the larger key ranks first",
        'return call("by_code_point", key) if',
        'return sql(call("by_code_point", key), " desc") if',
    ),
    _places(
        "who is not asked for takes a place",
        'partition = (f"partition by {flag}",) if flag else ()',
        "partition = ()",
    ),
    _places(
        "a percentage is of all",
        'counted = f"case when {flag} then 1 end" if flag else "*"',
        'counted = "*"',
    ),
    _stages(
        "a stage keeps who went further",
        "    if not further:\n        return rule\n",
        "    return rule\n",
    ),
    _stages(
        "only those in all further stages are out",
        "Complement(Some(rules) if len(rules) > 1 else rules[0])",
        "Complement(Every(rules) if len(rules) > 1 else rules[0])",
    ),
    in_file("macros/key_hash.sql", "ranks/random")(
        "the salt does not count", "'md5(' ~ prefix ~ ' || cast('", "'md5(' ~ 'cast('"
    ),
)
