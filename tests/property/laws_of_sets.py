"""Laws of groups: a definition made of drawn rules, and who must be in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

Written = dict[str, Any]
Members: TypeAlias = frozenset[str]
Rules: TypeAlias = tuple[Written, Written, Written]


@dataclass(frozen=True)
class SetLaw:
    """A definition over three rules a, b, c, and its members from theirs.

    `same_as` is another way to write it, which must have the same canonical hash; None where the
    hash makes no promise.
    """

    name: str
    definition: Callable[[Written, Written, Written], Written]
    members: Callable[[Members, Members, Members, Members], Members]
    same_as: Callable[[Written, Written, Written], Written] | None = None


SET_LAWS = (
    SetLaw(
        "not_is_the_complement",
        lambda a, b, c: {"not": a},
        lambda a, b, c, everybody: everybody - a,
        lambda a, b, c: {"none": [a]},
    ),
    SetLaw(
        "not_twice_is_nothing",
        lambda a, b, c: {"not": {"not": a}},
        lambda a, b, c, everybody: a,
    ),
    SetLaw(
        "all_is_what_both_share",
        lambda a, b, c: {"all": [a, b]},
        lambda a, b, c, everybody: a & b,
        lambda a, b, c: {"all": [b, a]},
    ),
    SetLaw(
        "any_is_what_either_has",
        lambda a, b, c: {"any": [a, b]},
        lambda a, b, c, everybody: a | b,
        lambda a, b, c: {"any": [b, a]},
    ),
    SetLaw(
        "none_is_outside_of_any",
        lambda a, b, c: {"none": [a, b]},
        lambda a, b, c, everybody: everybody - a - b,
        lambda a, b, c: {"not": {"any": [b, a]}},
    ),
    SetLaw(
        "a_group_of_one_is_its_member",
        lambda a, b, c: {"all": [{"any": [a]}]},
        lambda a, b, c, everybody: a,
        lambda a, b, c: a,
    ),
    SetLaw(
        "all_in_all_is_flat",
        lambda a, b, c: {"all": [{"all": [c, b]}, a]},
        lambda a, b, c, everybody: a & b & c,
        lambda a, b, c: {"all": [a, b, c]},
    ),
    SetLaw(
        "any_in_any_is_flat",
        lambda a, b, c: {"any": [{"any": [{"any": [c]}, b]}, a]},
        lambda a, b, c, everybody: a | b | c,
        lambda a, b, c: {"any": [a, b, c]},
    ),
    SetLaw(
        "not_all_is_any_not",
        lambda a, b, c: {"not": {"all": [a, b]}},
        lambda a, b, c, everybody: (everybody - a) | (everybody - b),
    ),
    SetLaw(
        "any_not_is_not_all",
        lambda a, b, c: {"any": [{"not": a}, {"not": b}]},
        lambda a, b, c, everybody: everybody - (a & b),
    ),
    SetLaw(
        "a_rule_and_its_complement_are_everybody",
        lambda a, b, c: {"any": [a, {"not": a}]},
        lambda a, b, c, everybody: everybody,
    ),
    SetLaw(
        "a_rule_and_its_complement_share_nobody",
        lambda a, b, c: {"all": [{"not": a}, a]},
        lambda a, b, c, everybody: frozenset(),
    ),
    SetLaw(
        "all_over_any_spreads",
        lambda a, b, c: {"all": [a, {"any": [b, c]}]},
        lambda a, b, c, everybody: (a & b) | (a & c),
        lambda a, b, c: {"all": [{"any": [c, b]}, a]},
    ),
)


def segment(key: str, where: Written) -> Written:
    """A segment that is just a rule."""
    return {"segment": key, "where": where}


def derived(rules: list[Written], count: int) -> list[Written]:
    """The definitions of every law over the first `count` rules, each with the two before it."""
    found = [segment("everybody", {"everyone": True})]
    for index in range(count):
        three = _three(rules, index)
        found.append(segment(f"rule_{index}", three[0]))
        found += [segment(f"{law.name[:34]}_{index}", law.definition(*three)) for law in SET_LAWS]
    return found


def expected(rules: list[Members], everybody: Members, count: int) -> dict[str, Members]:
    """Who the laws put into the derived definitions, from the members of the rules alone."""
    found = {"everybody": everybody}
    for index in range(count):
        three = _three(rules, index)
        found[f"rule_{index}"] = three[0]
        for law in SET_LAWS:
            found[f"{law.name[:34]}_{index}"] = law.members(*three, everybody)
    return found


def _three(items: list[Any], index: int) -> tuple[Any, Any, Any]:
    return items[index], items[index - 1], items[index - 2]
