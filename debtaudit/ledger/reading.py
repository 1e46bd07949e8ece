"""What a key figure reads in one quarter: its value with everything that says how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["share", "hours", "days", "count", "money", "per_week", "per_10000", "times", "score", "points"]
Statistic = Literal["share", "mean", "median", "rate", "sum", "change", "ratio", "least"]


@dataclass(frozen=True, slots=True)
class Part:
    """A further number that belongs beside a value: the same by severity, its other half, an absolute number."""

    name: str
    value: float | None
    unit: Unit
    n: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One key figure in one quarter. No value means no data, and `note` says what is missing; it never means 0.

    `low` and `high` are its 90 percent interval; a full count has none. `n` counts what the value rests on: incidents,
    models, answers. `events` are these themselves, where they are few.
    """

    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    n: int = 0
    low: float | None = None
    high: float | None = None
    note: str = ""
    parts: tuple[Part, ...] = ()
    events: tuple[str, ...] = ()
    target: float | None = None

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.value is not None


def no_data(note: str, *parts: Part) -> Reading:
    """Return a reading without a value; `note` says in a sentence what is missing."""
    return Reading(note=note, parts=parts)


def shortened(value: float) -> float:
    """Round to the six digits that a ledger keeps, so that what is frozen and what is read now can be compared."""
    return float(f"{value:.6g}")
