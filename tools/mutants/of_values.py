"""Rules about one value: operators, nulls, text, arrays, expressions."""

from tools.mutants.mutant import in_file

_operators = in_file("generator/segsmith/resolve/operators.py", "values/number", "events/count")
_tests = in_file("generator/segsmith/resolve/value_tests.py", "values/*", "text/*")
_truths = in_file("generator/segsmith/resolve/truths.py", "values/*", "text/*", "expressions/*")
_lower = in_file("generator/segsmith/lower/expressions.py", "values/*", "text/*", "literals/*")
_functions = in_file("generator/segsmith/lower/functions.py", "expressions/*")
_macros = "macros/"

OF_VALUES = (
    _operators("`at_least` leaves the bound out", '"at_least": ">="', '"at_least": ">"'),
    _operators("`more_than` takes the bound in", '"more_than": ">"', '"more_than": ">="'),
    _operators("`less_than` takes the bound in", '"less_than": "<"', '"less_than": "<="'),
    _operators("`at_most` leaves the bound out", '"at_most": "<="', '"at_most": "<"'),
    _tests(
        "`between` leaves its lower bound out",
        'Comparison(">=", node, low, asked.fold)',
        'Comparison(">", node, low, asked.fold)',
    ),
    _tests(
        "`between` leaves its upper bound out",
        'Comparison("<=", node, high, asked.fold)',
        'Comparison("<", node, high, asked.fold)',
    ),
    _tests(
        "`between` looks at the start of its last day",
        'time_tests.compare("on_or_before", node, high, self.literals)',
        'time_tests.compare("before", node, high, self.literals)',
        "dates/*",
        "instants/*",
    ),
    _tests(
        "null does not match a negative operator",
        "return Complement(truth) if test.nulls_match else known_complement(truth)",
        "return known_complement(truth)",
    ),
    _tests(
        "`nulls: no_match` is not heard",
        "return Complement(truth) if test.nulls_match else known_complement(truth)",
        "return Complement(truth)",
    ),
    _tests(
        "the catalog's `ignore_case` is not heard",
        "fold = test.ignore_case or bool(attribute and attribute.ignore_case)",
        "fold = bool(test.ignore_case)",
    ),
    _tests(
        "a condition's `ignore_case` is not heard",
        "fold = test.ignore_case or bool(attribute and attribute.ignore_case)",
        "fold = bool(attribute and attribute.ignore_case)",
    ),
    _tests(
        "`ago` lies ahead",
        "return Shifted(-value.ago.count, value.ago.unit)",
        "return Shifted(value.ago.count, value.ago.unit)",
        "instants/*",
        "dates/*",
    ),
    _truths(
        "null is not empty",
        "empty = Some((IsNull(node), nothing))",
        "empty = Some((nothing, nothing))",
    ),
    _truths(
        "`nulls: no_match` forgets the other side",
        "yield from (truth.left, truth.right)",
        "yield truth.left",
    ),
    _lower(
        "`ignore_case` folds one side only",
        "left, right = _folded(node.left, left), _folded(node.right, right)",
        "left = _folded(node.left, left)",
    ),
    _lower(
        "`%` and `_` are wildcards",
        'escaped = "".join(f"!{c}" if c in "%_!" else c for c in text)',
        "escaped = text",
    ),
    _lower(
        "`starts_with` finds the text anywhere",
        'before = "" if node.kind == "starts_with" else "%"',
        'before = "%"',
    ),
    _lower(
        "`ends_with` finds the text anywhere",
        'after = "" if node.kind == "ends_with" else "%"',
        'after = "%"',
    ),
    _lower(
        "a backslash escapes",
        """escape = " escape '!'" if escaped != text or "\\\\" in text else \"\"""",
        """escape = " escape '\\\\'" if escaped != text or "\\\\" in text else \"\"""",
    ),
    in_file(_macros + "matches_pattern.sql", "text/*")(
        "a dot does not match a line's end",
        "'is'\" if ignore_case else \"'s'\"",
        "'is'\" if ignore_case else \"'n'\"",
        "text/*",
        "tests/property/test_warehouses.py::test_duckdb_equals_the_reference",
    ),
    in_file(_macros + "array_includes_all.sql", "values/array")(
        "`includes_all` is content with one", "join(' and ')", "join(' or ')"
    ),
    in_file(_macros + "array_includes_any.sql", "values/array")(
        "`includes_any` wants all", "join(' or ')", "join(' and ')"
    ),
    in_file(_macros + "array_is_empty.sql", "values/array")(
        "an array of one is empty",
        "'(len(' ~ array ~ ') = 0)'",
        "'(len(' ~ array ~ ') <= 1)'",
    ),
    in_file(_macros + "fold_array.sql", "values/array", "text/*")(
        "an array's `ignore_case` is not heard",
        "'list_transform(' ~ x ~ ', lambda item: lower(item))'",
        "x",
    ),
    in_file(_macros + "divide.sql", "expressions/*")(
        "division cuts",
        "'(cast(' ~ a",
        "'floor(cast(' ~ a",
    ),
    in_file(_macros + "divide.sql", "expressions/*")(
        "division by zero is a number",
        "nullif(cast(' ~ b ~ ' as double precision), 0))'",
        "cast(' ~ b ~ ' as double precision))'",
    ),
    in_file(_macros + "round_number.sql", "expressions/*")(
        "rounding starts from binary digits",
        "'round(cast(' ~ held ~ ' as decimal(38, 10)), '",
        "'round(cast(' ~ held ~ ' as double precision), '",
    ),
    in_file(_macros + "of_one_scale.sql", "expressions/*")(
        "a chosen number loses its decimals",
        "'(' ~ x ~ ' + cast(0 as decimal(38, 10)))'",
        "x",
    ),
    in_file(_macros + "days_since.sql", "expressions/*")(
        "`days_since` rounds", "'floor('", "'round('"
    ),
    in_file(_macros + "text_to_number.sql", "expressions/*")(
        "a number with spaces is read", "'^[-+]?[0-9]{1,18}", "'^ ?[-+]?[0-9]{1,18}"
    ),
    in_file(_macros + "from_epoch.sql", "expressions/*")(
        "an epoch counts milliseconds", "* 1000000) as bigint", "* 1000) as bigint"
    ),
    in_file(_macros + "number_to_text.sql", "expressions/*")(
        "a number as text keeps its zeros", "'[.]?0+$', ''", "'[.]?0+$', '.0'"
    ),
    _functions(
        "`month` is UTC's",
        'source = call("local_timestamp", source)',
        "source = arguments[0]",
        "expressions/*",
        "time_zones/*",
    ),
    in_file("generator/segsmith/resolve/conditions.py", "consent/*")(
        "opted out is opted in",
        'return Comparison("=", bound.node, Constant(is_in, "boolean")) if bound else None',
        'return Comparison("=", bound.node, Constant(True, "boolean")) if bound else None',
    ),
    in_file("generator/segsmith/resolve/conditions.py", "tags_and_lists/*")(
        "`includes_none` of tags is `includes_any`",
        'return Complement(one) if word == "includes_none" else one',
        "return one",
    ),
)
