"""What the debt costs when nothing is done: each interest grows by its own rate, and is capped.

    interest after t quarters = sum of I * min(cap, (1+g)^t)

of every finding; of one whose gap another one covers, of its friction alone. This is the growth that the benefit of a
repair counts too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from debtaudit.domain.finding import Item
from debtaudit.domain.policy import Policy

YEAR = 4
"""Quarters that are looked ahead."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a quarter costs now and after one, two, three and four quarters; and which findings grow most in them."""

    interest: tuple[float, ...]
    growing: tuple[tuple[Item, float, float], ...]  # each with its interest now and in a year, largest rise first


def waiting(items: Sequence[Item], policy: Policy) -> Waiting:
    """Let every finding grow for a year; money a quarter."""
    interest = tuple(sum(_after(item, quarters, policy) for item in items) for quarters in range(YEAR + 1))
    ends = ((item, _after(item, 0, policy), _after(item, YEAR, policy)) for item in items if item.risk.growth > 0)
    growing = sorted(ends, key=lambda each: (each[1] - each[2], each[0].id))
    return Waiting(interest, tuple(growing))


def _after(item: Item, quarters: int, policy: Policy) -> float:
    now = item.risk.carry if item.overlaps else item.risk.interest.mean
    return now * min(policy.growth_cap, (1 + item.risk.growth) ** quarters)
