"""Rules about whom a run looks at: limits of time, rows that tell no load time, reasons for all."""

from tools.mutants.mutant import in_file

_TESTS = "tests/property/test_passed_limits.py"
_LIMITS = f"{_TESTS}::test_every_kind_of_limit_is_followed"
_CHANGES = f"{_TESTS}::test_what_changes_without_a_load_time_is_found"
_NEW_DAY = f"{_TESTS}::test_a_new_day_is_seen_by_all"
_ABOVE = f"{_TESTS}::test_a_changed_model_above_is_asked_of_all"
_OF_ALL = f"{_TESTS}::test_what_no_limit_tells_is_asked_of_all"
_HELD = f"{_TESTS}::test_whoever_a_held_segment_kept_is_looked_at_again"

_passed = in_file("macros/is_passed.sql", _LIMITS)
_times = in_file("generator/segsmith/lower/time_branches.py", _LIMITS)
_loads = in_file("generator/segsmith/lower/load_branches.py", _CHANGES)
_everyone = in_file("macros/everyone_because.sql", _CHANGES)
_differing = in_file("macros/differing_ids.sql", _CHANGES)

OF_RUNS = (
    _passed(
        "what a limit stood on in the last run is not passed",
        "value ~ ' between ' ~ between | join(' and ')",
        "value ~ ' > ' ~ between[0] ~ ' and ' ~ value ~ ' <= ' ~ between[1]",
    ),
    _passed(
        "what a limit stands on now is not passed",
        "value ~ ' between ' ~ between | join(' and ')",
        "value ~ ' >= ' ~ between[0] ~ ' and ' ~ value ~ ' < ' ~ between[1]",
    ),
    _passed(
        "a limit was in the last run where it is now",
        "{'segsmith_counted_from': segsmith.last_run(entity).as_of}",
        "{'segsmith_counted_from': none}",
    ),
    _passed(
        "a limit only goes forward",
        "[then, now] | sort",
        "[then, now]",
        f"{_TESTS}::test_a_limit_may_go_back",
    ),
    _times(
        "an event of the future is not awaited",
        'self.moving.rows[rows, _AT].add(("as_of",))',
        "pass",
    ),
    _times(
        "a limit passes over no attribute",
        "self.moving.fields[value].update(limits)",
        "pass",
    ),
    _times(
        "a limit passes over no attribute of a related entity",
        'yield _branch(f"mine.{path(mine.key.column)}", table, moved)',
        'yield from () if step_name else [_branch(f"mine.{path(mine.key.column)}", table, moved)]',
    ),
    _times(
        "a limit passes over no event",
        "self.moving.rows[rows, value].update(limits)",
        "pass",
    ),
    _times(
        "a limit passes over no property of an event",
        "if is_time or value.name in source.properties:",
        "if is_time:",
    ),
    _times(
        "a limit passes over no last time",
        "return self._follow(of, limits, Place(self.pages[trait]))",
        "return True",
    ),
    _times(
        "a limit passes over no object",
        "            yield _object_branch(plan, catalog, place, values)\n",
        "",
    ),
    _times(
        "days are over a day early",
        "(whole_days, whole_days + 1)",
        "(whole_days - 1, whole_days)",
    ),
    _times(
        "days are over a day late",
        "(whole_days, whole_days + 1)",
        "(whole_days + 1, whole_days + 2)",
    ),
    _times(
        "a time of nothing at the end of a sequence is never over",
        "            self._last_item(rows, trait)\n",
        "",
    ),
    _times(
        "a month later is a month earlier the other way round",
        "if unit in _UNEVEN:",
        "if unit in ():",
    ),
    _times(
        "a limit passes over no stay in a segment",
        "    if found.past:\n",
        "    if not plan:\n",
    ),
    _times(
        "the limits of stays in segments are left out",
        "limits = sorted({limit for each in found.past.values() for limit in each}, key=str)",
        "limits = []",
    ),
    _times(
        "a place among others changes with one's own rows alone",
        'self.moving.always.add("a rule ranks")',
        "pass",
        _OF_ALL,
    ),
    _times(
        "a row's history changes with the row alone",
        'self.moving.always.add("a history of attributes has no load time")',
        "pass",
        _OF_ALL,
    ),
    _times(
        "computed days do not pass",
        'self.moving.always.add("a rule counts days since something")',
        "pass",
        _OF_ALL,
    ),
    _times(
        "a computed time does not pass",
        'self.moving.always.add("a rule computes with the time of the run")',
        "pass",
        _OF_ALL,
    ),
    _times(
        "what counts in days follows no day",
        'self.moving.daily.add("a day has begun")',
        "pass",
        _NEW_DAY,
    ),
    in_file("macros/has_day_begun.sql", _NEW_DAY)(
        "no day ever begins", "return(today != day_then)", "return(false)"
    ),
    _loads(
        "who reads a related entity's segment does not look when that is looked at",
        'f"        on {mine} = looked_at_there.{other}_id"',
        'f"        on {mine} = looked_at_there.{other}_id and 1 = 0"',
        _LIMITS,
    ),
    in_file("macros/members_now.sql", _LIMITS)(
        "a related entity that is not looked at is in no segment",
        "where evaluated.{{ entity }}_id is null",
        "where 1 = 0",
    ),
    _loads(
        "rows of tags and lists are not compared",
        'yield Compared(name, table, f"owned_row.{path(source.entity_key)}", "owned_row")',
        "yield from ()",
    ),
    _loads(
        "the row of a related entity is not compared",
        'yield Compared(related.entity, related_table(mine, step, related), key, "related")',
        "yield from ()",
    ),
    _loads(
        "objects over joins are not compared",
        'yield Compared(step.source, table, key, f"step_{number}")',
        "yield from ()",
    ),
    _differing(
        "a row in place of another is not seen",
        "        or fingerprints.fingerprint <> known.fingerprint\n",
        "",
    ),
    _differing("the last row that goes is not seen", "full join", "left join"),
    _differing("the first row that comes is not seen", "or known.row_count is null", "or 1 = 0"),
    _everyone(
        "a run that held a segment has seen to everything",
        "{%- elif last.has_held -%}",
        "{%- elif last.has_held and last.as_of is none -%}",
        _HELD,
    ),
    _everyone(
        "a changed rule is asked only of those who changed",
        "{%- elif last.set_hash != segsmith.set_hash(entity) -%}",
        "{%- elif last.set_hash is none -%}",
    ),
    in_file("macros/set_hash.sql", _CHANGES)(
        "the set of definitions is a set of names",
        "definition.segment_key ~ ':' ~ definition.definition_hash ~ ':'",
        "definition.segment_key ~ ':'",
    ),
    in_file("macros/set_hash.sql", _ABOVE)(
        "models above the pages may change unseen",
        "for part in segsmith.checksums_above(node) if part not in parts",
        "for part in []",
    ),
    in_file("macros/checksums_above.sql", _ABOVE)(
        "only the next models above are seen",
        "{%- do segsmith.checksums_above(above, found) -%}",
        "",
    ),
    in_file("macros/mark_fault.sql", _CHANGES)(
        "a table that is an older one again is taken for unchanged",
        "mark is none or mark < before",
        "mark is none",
    ),
    _everyone(
        "without what the last run saw nothing has changed",
        "has_compared and not segsmith.has_known_fingerprints(entity)",
        "has_compared and not true",
    ),
    in_file("macros/has_known_fingerprints.sql", _CHANGES)(
        "what any run saw is what the last one saw",
        "' where run_id = ' ~ segsmith.text_literal(segsmith.last_run(entity).run_id)",
        "' where run_id is not null'",
    ),
)
