"""How good forecasts were: against a constant base rate, bin by bin, by rank, and by the width of their intervals.

    Brier score    mean of (f - y)^2                     0 is perfect, lower is better
    log score      mean of -(y ln f + (1-y) ln(1-f))     the same
    base rate      f = mean of y for everybody: the best constant forecast, chosen with hindsight
    lift           share of the later cost on the fifth of findings with the most interest; by chance a fifth

f is the forecast chance of at least one incident on record in the coming quarter, y what came: 1, 0, or between where
an incident is shared among findings and nobody knows whose it was; then both scores are their expected values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, log
from typing import Final

from debtaudit.ledger.counts import Interval, interval
from debtaudit.ledger.replay import Forecast, Outcome, Quarter

LEVEL: Final = 0.9
BINS: Final = 5
ENOUGH_FOR_BINS: Final = 50
"""Forecasts from which a table of reliability means anything."""
TOP: Final = 0.2
SUREST: Final = 1e-6
"""A forecast is taken as at least so far from 0 and 1: else one surprise would make the log score infinite."""
ALL: Final = ""


@dataclass(frozen=True, slots=True)
class Total:
    """One quarter's incidents of a category (empty: of all), forecast and come."""

    at: date
    until: date
    category: str
    expected: float
    interval: Interval
    came: float

    @property
    def inside(self) -> bool:
        """Whether what came lies in the interval."""
        return self.interval.holds(self.came)


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of like chance: how many, their mean, and how often something came."""

    count: int
    forecast: float
    came: float


@dataclass(frozen=True, slots=True)
class Lift:
    """What fell on the fifth of findings with the most interest: shares of later cost and incidents; None: none came.

    `spearman` is the correlation of the ranks of interest and later cost, the mean of the quarters.
    """

    cost: float | None
    incidents: float | None
    spearman: float | None


@dataclass(frozen=True, slots=True)
class Scores:
    """How the forecasts of some quarters fared."""

    forecasts: int
    base_rate: float
    brier: float
    brier_base: float
    log: float
    log_base: float
    bins: tuple[Bin, ...]  # empty below 50 forecasts
    lift: Lift
    totals: tuple[Total, ...]  # of each quarter, all categories together
    by_category: tuple[Total, ...]  # of each quarter and category with findings

    @property
    def beats_base_rate(self) -> bool:
        """Whether both scores are better than those of the constant forecast."""
        return self.brier < self.brier_base and self.log < self.log_base


def scores(quarters: Sequence[Quarter]) -> Scores | None:
    """Score the forecasts of some quarters; None where nothing was forecast."""
    pairs = [(each.chance, quarter.outcome(each.id).any) for quarter in quarters for each in quarter.forecasts]
    if not pairs:
        return None
    base = sum(came for _chance, came in pairs) / len(pairs)
    constant = [(base, came) for _chance, came in pairs]
    return Scores(
        len(pairs), base, brier(pairs), brier(constant), log_score(pairs), log_score(constant),
        reliability(pairs) if len(pairs) >= ENOUGH_FOR_BINS else (), lift(quarters),
        tuple(total(quarter, ALL) for quarter in quarters),
        tuple(total(quarter, name) for quarter in quarters
              for name in sorted({each.category for each in quarter.forecasts})),
    )  # fmt: skip


Pairs = Sequence[tuple[float, float]]
"""Forecast chances, each with what came."""


def brier(pairs: Pairs) -> float:
    """Return the mean squared distance of forecast and outcome."""
    return sum(came * (1 - chance) ** 2 + (1 - came) * chance**2 for chance, came in pairs) / len(pairs)


def log_score(pairs: Pairs) -> float:
    """Return the mean surprise at the outcomes, in nats."""
    return sum(_surprise(min(1 - SUREST, max(SUREST, chance)), came) for chance, came in pairs) / len(pairs)


def _surprise(chance: float, came: float) -> float:
    return -came * log(chance) - (1 - came) * log(1 - chance)


def reliability(pairs: Pairs) -> tuple[Bin, ...]:
    """Sort forecasts into five bins of nearly equal size, lowest first."""
    ordered = sorted(pairs)
    edges = [round(len(ordered) * part / BINS) for part in range(BINS + 1)]
    parts = [ordered[start:end] for start, end in pairwise(edges)]
    return tuple(
        Bin(len(part), sum(chance for chance, _ in part) / len(part), sum(came for _, came in part) / len(part))
        for part in parts if part
    )  # fmt: skip


def total(quarter: Quarter, category: str) -> Total:
    """Compare one quarter's incidents with the forecast; those that no finding explains count among all only."""
    mine = [each for each in quarter.forecasts if category in {ALL, each.category}]
    mean, variance = sum(each.mean for each in mine), sum(each.variance for each in mine)
    came = sum(quarter.outcome(each.id).events for each in mine)
    if category == ALL:
        came += len(quarter.unexplained)
    return Total(quarter.at, quarter.until, category, mean, interval(mean, variance, LEVEL), came)


def lift(quarters: Iterable[Quarter]) -> Lift:
    """Measure the order of the backlog by what came later, over all quarters together."""
    quarters = tuple(quarters)
    ranks = [rho for each in quarters if (rho := _rank_correlation(each)) is not None]
    return Lift(
        _share_of_top(quarters, lambda outcome: outcome.cost),
        _share_of_top(quarters, lambda outcome: outcome.events),
        sum(ranks) / len(ranks) if ranks else None,
    )


def _share_of_top(quarters: Iterable[Quarter], part: Callable[[Outcome], float]) -> float | None:
    top = whole = 0.0
    for quarter in quarters:
        fell = [part(quarter.outcome(each.id)) for each in by_interest(quarter)]
        top += _top(fell)
        whole += sum(fell)
    return top / whole if whole else None


def _top(fell: Sequence[float]) -> float:
    """Add up the first fifth; where it ends inside a finding, that one counts in part."""
    size = TOP * len(fell)
    last = ceil(size)
    return sum(fell[: last - 1]) + (fell[last - 1] * (size - last + 1) if fell else 0.0)


def by_interest(quarter: Quarter) -> list[Forecast]:
    """Return a quarter's forecasts, the most interest first."""
    return sorted(quarter.forecasts, key=lambda each: (-each.interest, each.id))


def _rank_correlation(quarter: Quarter) -> float | None:
    costs = [quarter.outcome(each.id).cost for each in quarter.forecasts]
    return spearman([each.interest for each in quarter.forecasts], costs)


def spearman(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return the correlation of the ranks of two lists, -1 to 1; None where one of them is all the same."""
    first, second = _ranks(one), _ranks(other)
    mean = (len(one) + 1) / 2
    spread = [sum((each - mean) ** 2 for each in ranks) for ranks in (first, second)]
    if not all(spread):
        return None
    together = sum((a - mean) * (b - mean) for a, b in zip(first, second, strict=True))
    return float(together / (spread[0] * spread[1]) ** 0.5)


def _ranks(values: Sequence[float]) -> list[float]:
    """Rank values from 1 on; equal ones share the mean of their ranks."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for place in order[start:end]:
            ranks[place] = (start + 1 + end) / 2
        start = end
    return ranks
