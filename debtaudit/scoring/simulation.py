"""What is uncertain of findings -> the ranges of what each costs, and of what they cost together.

It takes and gives plain numbers and needs nothing else, so that a second process can do it meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from debtaudit.scoring.likelihood import HIGH, LOW
from debtaudit.scoring.uncertainty import DRAWS, Doubt, Drawer, draw

if TYPE_CHECKING:
    from debtaudit.scoring.uncertainty import Draws

TOGETHER = 32
"""Findings drawn at a time."""


class Span(NamedTuple):
    """Where the middle 80 percent of some draws begin and end."""

    p10: float
    p90: float


class Uncertain(NamedTuple):
    """A finding's doubts, and whether the loss of its events counts in the sum; its friction always does."""

    doubt: Doubt
    counts: bool


class Simulated(NamedTuple):
    """Spans of each finding's interest, of its events where what they depend on is unknown, and of all interest."""

    interest: tuple[Span, ...]
    events: tuple[Span | None, ...]
    total: Span


def simulate(findings: Sequence[Uncertain]) -> Simulated:
    """Draw what findings cost, a few at a time: all at once they would fill memory."""
    import numpy as np  # noqa: PLC0415 - 70 ms that only an audit pays

    drawer, spare, total = Drawer(TOGETHER), np.empty((TOGETHER, DRAWS)), np.zeros(DRAWS)
    interest: list[Span] = []
    events: list[Span | None] = []
    for start in range(0, len(findings), TOGETHER):
        part = findings[start : start + TOGETHER]
        drawn = drawer.draw([each.doubt for each in part])
        interest += spans(np.add(drawn.losses, drawn.friction, out=spare[: len(part)]))
        unknown = [not each.doubt.known for each in part]
        found = iter(spans(drawn.events[unknown]))
        events += [next(found) if each else None for each in unknown]
        total += drawn.friction.sum(axis=0)
        total += drawn.losses[[each.counts for each in part]].sum(axis=0)
    return Simulated(tuple(interest), tuple(events), spans(total[None])[0])


def prepare(_: object = None) -> None:
    """Load what drawing needs, and make its tables: a helper can do so while nothing is there to draw."""
    draw([Doubt("", "", 1.0, 0.0, 1.0, (1.0,), (1.0,), 1.0, 1.0, (0.0, 0.0, 0.0))])


def spans(draws: Draws) -> list[Span]:
    """Return the middle 80 percent of each row of draws, whose order is lost over it. Shape (rows, 4000)."""
    draws.sort(axis=1)
    low, high = (draws[:, round(part * (DRAWS - 1))].tolist() for part in (LOW, HIGH))
    return [Span(*each) for each in zip(low, high, strict=True)]
