"""Rules about how long an attribute has been so."""

from tools.mutants.mutant import in_file

_reader = in_file("generator/segsmith/resolve/lasting.py", "history/attribute_*")
_page = in_file("generator/segsmith/lower/lasting_page.py", "history/attribute_*")

OF_LASTING = (
    _reader(
        "a history decides without the row now",
        'return Every((truth, Lasting(source, truth, back(duration), f"for_{span(duration)}")))',
        'return Lasting(source, truth, back(duration), f"for_{span(duration)}")',
    ),
    _reader(
        "`for_at_least` on an attribute says nothing",
        'return Every((truth, Lasting(source, truth, back(duration), f"for_{span(duration)}")))',
        "return truth",
    ),
    _page(
        "a past row takes its end in",
        '"    versions.lasted_to > {since}"',
        '"    versions.lasted_to >= {since}"',
    ),
    _page(
        "a past row leaves its start out",
        '"            versions.valid_from <= {since}"',
        '"            versions.valid_from < {since}"',
    ),
    _page(
        "past rows must overlap",
        '"            or versions.valid_from <= versions.covered_to"',
        '"            or versions.valid_from < versions.covered_to"',
    ),
    _page(
        "a gap between past rows is no break",
        '"            or versions.valid_from <= versions.covered_to"',
        '"            or versions.covered_to is not null"',
    ),
    _page(
        "a history may begin late",
        '"            or versions.valid_from <= versions.covered_to"',
        '"            or coalesce(versions.valid_from <= versions.covered_to, true)"',
    ),
    _page(
        "a past row reaches as far as the one before it",
        '"    rows between unbounded preceding and 1 preceding"',
        '"    rows between 1 preceding and 1 preceding"',
    ),
    _page(
        "past rows of all contacts are one history",
        'f"    partition by {key}"',
        '"    partition by 1"',
    ),
    _page(
        "a history may have ended",
        'sql("max(lasted_to) >= ", call("as_of"))',
        'sql("max(lasted_to) <= ", call("as_of"))',
    ),
    _page(
        "a history ends at the as-of",
        'sql("max(lasted_to) >= ", call("as_of"))',
        'sql("max(lasted_to) > ", call("as_of"))',
    ),
    _page(
        "a row that has not begun is seen",
        'sql(start, " <= boundaries.as_of")',
        'sql(start, " is not null")',
    ),
    _page(
        "a row that begins at the as-of is not seen",
        'sql(start, " <= boundaries.as_of")',
        'sql(start, " < boundaries.as_of")',
    ),
    _page(
        "a row that was never there is seen",
        'sql("coalesce(", start, " < ", end, ", true)")',
        'sql("coalesce(", start, " <= ", end, ", true)")',
    ),
    _page(
        "a past row of which nothing is known passes",
        '"        false",',
        '"        true",',
    ),
)
