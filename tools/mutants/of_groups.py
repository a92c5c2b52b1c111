"""Rules about groups, segments in segments, overrides, the canonical hash."""

from tools.mutants.mutant import in_file

_LAW = "tests/property/test_laws.py::test_what_is_written_otherwise_has_the_same_hash"
_reader = in_file("generator/segsmith/resolve/conditions.py", "groups/*", "universe/*")
_lower = in_file("generator/segsmith/lower/expressions.py", "groups/*", "universe/*", "text/*")
_simplify = in_file("generator/segsmith/plan/passes/simplify_rules.py", "groups/*", "values/*")
_canonical = in_file("generator/segsmith/plan/canonical.py", _LAW)
_segments = in_file("generator/segsmith/lower/segments.py", "tags_and_lists/lists", "segments/*")

OF_GROUPS = (
    _reader(
        "`none` is not all",
        "return Complement(known[0] if len(known) == 1 else Some(known))",
        "return Complement(known[0] if len(known) == 1 else Every(known))",
    ),
    _reader(
        "`any` wants all",
        'return Every(known) if word == "all" else Some(known)',
        "return Every(known)",
    ),
    _lower(
        "the complement of a condition is SQL's not",
        'return sql("not coalesce(", bare(node.part, names), ", false)")',
        'return sql("not (", bare(node.part, names), ")")',
        "dates/anniversary",
    ),
    in_file("generator/segsmith/lower/truth.py", "groups/*", "universe/*")(
        "null is in no complement",
        'return f"{pad}not coalesce({inner.strip()[1:-1]}, false)"',
        'return f"{pad}not coalesce({inner.strip()[1:-1]}, true)"',
    ),
    _lower(
        "unknown is no match",
        'return inner if is_known(node.part) else sql("coalesce(", inner, ", true)")',
        'return inner if is_known(node.part) else sql("coalesce(", inner, ", false)")',
    ),
    _lower(
        "an average is taken to be known",
        '_NEVER_NULL = ("count", "sum",',
        '_NEVER_NULL = ("average", "smallest", "largest", "count", "sum",',
        "events/*",
        "universe/*",
    ),
    _simplify("not below is above", '"<": ">=",', '"<": ">",', "groups/*", "values/*", "events/*"),
    _simplify(
        "not twice is once",
        "        case Complement():\n            return part.part",
        "        case Complement():\n            return part",
        "groups/*",
        "tests/property/test_laws.py::test_groups_are_sets_on_duckdb",
    ),
    _canonical(
        "the order of conditions is in the hash",
        "parts = sorted(canonical(part, hashes) for part in _flat(value))",
        "parts = [canonical(part, hashes) for part in _flat(value)]",
    ),
    _canonical(
        "the nesting of groups is in the hash",
        "if isinstance(part, (Every, Some)) and type(part) is type(group):",
        "if part is None:",
    ),
    _segments(
        "include wins over exclude",
        """    if segment.include is not None:
        rule = Some((segment.include, rule))
    if segment.exclude is not None:
        rule = Every((Complement(segment.exclude), rule))
""",
        """    if segment.exclude is not None:
        rule = Every((Complement(segment.exclude), rule))
    if segment.include is not None:
        rule = Some((segment.include, rule))
""",
    ),
    _segments(
        "`always_exclude` is not heard",
        "rule = Every((Complement(segment.exclude), rule))",
        "rule = rule",
    ),
    _segments(
        "`always_include` is not heard",
        "rule = Some((segment.include, rule))",
        "rule = rule",
    ),
)
