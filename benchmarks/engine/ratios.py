"""The ratios that are asked for, with the most that each may be."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.engine.measurement import Figure


@dataclass(frozen=True)
class Ratio:
    """One question: `value` is None where a figure does not count; met where it is at most `most`.

    With `is_least` it is met where it is at least that.
    """

    question: str
    value: float | None
    most: float
    spoken: str
    is_least: bool = False

    @property
    def is_met(self) -> bool:
        if self.value is None:
            return False
        return self.value >= self.most if self.is_least else self.value <= self.most


def ratios(found: dict[str, Figure]) -> list[Ratio]:
    """All ratios; those with a way that found wrong members have no value."""

    def of(top: str, what: str, bottom: str, whats: str = "") -> float | None:
        one, other = found.get(top), found.get(bottom)
        if one is None or other is None or one.wrong or other.wrong:
            return None
        below = getattr(other, whats or what)
        return float(getattr(one, what)) / below if below > 0 else None

    a, b = found.get("a"), found.get("b")
    evaluated = a.span["evaluation"] if a is not None and not a.wrong else None
    limit = found["e"].wall if "e" in found else None
    facts = b.facts if b is not None else {}
    flipped = facts.get("flipped by time", 0)
    looked = facts.get("looked at because of time", 0)
    return [
        Ratio("b / d refresh, engine", of("b", "engine", "d refresh"), 1 / 12, "1/12"),
        Ratio("b / d refresh, whole process", of("b", "wall", "d refresh"), 1 / 7, "1/7"),
        Ratio("c / dbt's own start", of("c", "wall", "start ours"), 1.5, "1.5"),
        Ratio("a, evaluation / e", evaluated / limit if evaluated and limit else None, 2, "2"),
        Ratio("a, engine / e", of("a", "engine", "e", "wall"), 4, "4"),
        Ratio("a, whole process / e", of("a", "wall", "e"), 4, "4"),
        Ratio("a / d full, whole process", of("a", "wall", "d full"), 1 / 2, "1/2"),
        Ratio("b, looked at by time / flipped", looked / flipped if flipped else None, 2, "2"),
        Ratio("b, transitions by data", facts.get("transitions: data"), 1000, "1,000", True),
        Ratio("b, transitions by time", facts.get("transitions: time"), 1000, "1,000", True),
        Ratio("a, peak memory in GB", a.memory / 1e9 if a is not None else None, 4, "4"),
    ]
