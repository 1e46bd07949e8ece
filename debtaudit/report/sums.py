"""Sums over findings: what each adds to a total, and the range of a sum.

A finding whose event loss is already counted by another one of its overlap group adds only its carrying cost. The range
of a sum is never the sum of the ends: findings fail one by one, so their distances from the mean are added as
independent ones are, by squares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from debtaudit.domain.finding import Item
from debtaudit.domain.risk import Range


def added(item: Item) -> Range:
    """Return what a finding adds to the total interest, with its range."""
    interest, carry = item.risk.interest, item.risk.carry
    return Range(carry, carry, carry) if item.overlaps else interest


def together(ranges: Iterable[Range]) -> Range:
    """Return the range of a sum of independent amounts."""
    each = tuple(ranges)
    mean = fsum(one.mean for one in each)
    below = sqrt(fsum((one.mean - one.p10) ** 2 for one in each))
    above = sqrt(fsum((one.p90 - one.mean) ** 2 for one in each))
    return Range(mean, max(0.0, mean - below), mean + above)


def scaled(amount: Range, times: float) -> Range:
    """Return a range, multiplied."""
    return Range(amount.mean * times, amount.p10 * times, amount.p90 * times)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the whole: its name, its share (0 to 1) of the interest, and its findings."""

    name: str
    share: float
    items: tuple[Item, ...]


def parts(items: Sequence[Item], name: Callable[[Item], str]) -> tuple[Part, ...]:
    """Divide the interest by a name of each finding; the largest part first."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[name(item)].append(item)
    total = fsum(added(item).mean for item in items)
    found = (Part(name, _share(group, total), tuple(group)) for name, group in groups.items())
    return tuple(sorted(found, key=lambda part: (-part.share, part.name)))


def _share(items: Iterable[Item], total: float) -> float:
    return fsum(added(item).mean for item in items) / total if total else 0.0
