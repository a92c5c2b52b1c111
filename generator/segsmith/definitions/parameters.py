"""Parameters: `{parameter: name}` in a rule is the value that stands under `parameters`.

Nodes are put in place of nodes before any model sees them, so a parameter may stand wherever a
value stands, and a mistake in a value is told where the value was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from segsmith.errors import Problem, did_you_mean
from segsmith.read import Mapping, Node, Scalar, Sequence

WORD = "parameter"
RULE_KEYS = ("where", "members", "always_include", "always_exclude")
Values = dict[str, Node]


def declared(definition: Mapping, problems: list[Problem]) -> Values:
    """The parameters of a definition with their default values; those that cannot be are told."""
    found: Values = {}
    node = definition.get("parameters")
    for key, value in node.items if isinstance(node, Mapping) else ():
        if key.text == WORD:
            message = f"a parameter cannot be called `{WORD}`"
            problems.append(Problem(key.position, "bad-parameter", message, "name what it sets"))
        elif not _is_value(value):
            problems.append(bad_value(key))
        found[key.text] = value
    return found


def _is_value(value: Node) -> bool:
    """One value, or a list of values."""
    items = value.items if isinstance(value, Sequence) else (value,)
    return all(isinstance(item, Scalar) for item in items)


def bad_value(key: Scalar) -> Problem:
    """The problem of a parameter that is a mapping or a list of lists."""
    return Problem(
        key.position,
        "bad-parameter",
        f"`{key.text}` is not a value",
        "a parameter is one value or a list of values",
    )


def with_values(
    use: Mapping, known: Values, segment: str, problems: list[Problem]
) -> Values | None:
    """The values that `with` sets; None after telling what is wrong with one."""
    found: Values = {}
    before = len(problems)
    for key, value in use.items:
        if key.text not in known:
            help_ = did_you_mean(key.text, known, f"parameters of {segment}")
            problems.append(unknown(key, f"`{segment}` has no parameter `{key.text}`", help_))
        elif not _is_value(value):
            problems.append(bad_value(key))
        found[key.text] = value
    return found if len(problems) == before else None


def unknown(scalar: Scalar, message: str, help_: str) -> Problem:
    """The problem of a name that is no parameter."""
    return Problem(scalar.position, "unknown-parameter", message, help_)


def filled_in(definition: Mapping, values: Values, problems: list[Problem]) -> Mapping:
    """The definition with its values in place; unknown and unused parameters are told."""
    filler = _Filler(values, problems)
    items = tuple(
        (key, filler.fill(value) if key.text in RULE_KEYS else value)
        for key, value in definition.items
    )
    parameters = definition.get("parameters")
    for key, _ in parameters.items if isinstance(parameters, Mapping) else ():
        if key.text in values and key.text not in filler.used:
            message = f"the rule does not use the parameter `{key.text}`"
            help_ = f"write {{{WORD}: {key.text}}} where its value belongs, or leave it out"
            problems.append(Problem(key.position, "unused-parameter", message, help_))
    return Mapping(items, definition.position)


def uses(definition: Mapping) -> Iterator[tuple[str, Mapping]]:
    """Every reference to a segment that sets parameters: the segment's key, and its `with`."""
    stack = [value for key, value in reversed(definition.items) if key.text in RULE_KEYS]
    while stack:
        node = stack.pop()
        if isinstance(node, Mapping):
            segment, use = node.get("segment"), node.get("with")
            if isinstance(segment, Scalar) and isinstance(use, Mapping):
                yield str(segment.value), use
            stack.extend(value for _, value in reversed(node.items))
        elif isinstance(node, Sequence):
            stack.extend(reversed(node.items))


@dataclass
class _Filler:
    values: Values
    problems: list[Problem]
    used: set[str] = field(default_factory=set)

    def fill(self, node: Node) -> Node:
        """The node with every `{parameter: name}` in it replaced by its value."""
        if isinstance(node, Sequence):
            return Sequence(tuple(self.fill(item) for item in node.items), node.position)
        if not isinstance(node, Mapping):
            return node
        word = node.key(WORD)
        if word is not None:
            return self._value(node, word)
        return Mapping(tuple((key, self.fill(v)) for key, v in node.items), node.position)

    def _value(self, node: Mapping, word: Scalar) -> Node:
        name = node.get(WORD)
        if len(node.items) > 1 or not isinstance(name, Scalar):
            help_ = f"{{{WORD}: name}} stands alone in the place of a value"
            message = f"a name, and nothing beside it, belongs to `{WORD}`"
            self.problems.append(Problem(word.position, "bad-parameter", message, help_))
            self.used |= {name.text} if isinstance(name, Scalar) else set()
            return node
        if name.text not in self.values:
            message = f"there is no parameter `{name.text}` here"
            help_ = did_you_mean(name.text, self.values, "parameters of this definition")
            self.problems.append(unknown(name, message, help_))
            return node
        self.used.add(name.text)
        return self.values[name.text]
