"""What a log of incidents says of the catalogue's rates, category by category. Scoring model, section 9.

A finding with prior m (events a quarter) that was watched for e quarters brought n incidents. If all priors of a
category are right but for one factor k, and worth b quarters of history, then

    lambda ~ Gamma(k m b, b)        n ~ Poisson(e lambda)        so n is negative binomial, shape k m b, rate b, time e

and k and b are where the product of these chances is largest (maximum marginal likelihood), with the catalogue itself
as weak evidence: it is taken to be right within a factor of two in two cases of three. Without that, ten incidents move
b so far that the fitted ranges are too narrow. A fit takes at least 10 incidents and 8 assets; else the defaults stay,
unless the quarterly totals lay outside their intervals twice running: then the priors are scaled by
(came + 4) / (expected + 4).

Survivors would mislead: debts that were repaid bring no incidents because they were repaid. They count with the time
and the incidents before that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, lgamma, log, log1p
from typing import Final, Literal

from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Category
from debtaudit.domain.finding import Finding, Item
from debtaudit.domain.incident import Incident, counted_once
from debtaudit.domain.shares import by_asset, shares_of
from debtaudit.ledger.replay import QUARTER_DAYS
from debtaudit.ledger.score import Total

LEAST_INCIDENTS: Final = 10
LEAST_ASSETS: Final = 8
TIMES: Final = (0.02, 50.0)
"""Factors of the catalogue's rates between which the best one is looked for."""
WORTH: Final = (0.25, 64.0)
"""The same for the quarters of history that a prior is worth: three weeks to sixteen years."""
DOUBT: Final = 0.7
"""Spread of the logarithm of what is true against what the catalogue says: a factor of two."""
PULL: Final = 4
"""Incidents that a category's forecast is worth when its quarterly totals correct it."""
LIKELY: Final = 0.82
"""Fall of the log likelihood at the ends of an 80 percent interval: half of the 80 percent point of chi-squared(1)."""
GOLDEN: Final = (5**0.5 - 1) / 2
STEPS: Final = 30
GRID: Final = 24

How = Literal["fitted", "scaled", "default"]


@dataclass(frozen=True, slots=True)
class Observed:
    """One finding's history: its prior in events a quarter, effective quarters watched, and incidents attributed."""

    id: str
    category: Category
    asset: str
    prior: float
    time: float
    incidents: float


@dataclass(frozen=True, slots=True)
class Fit:
    """The best factor and worth, the factor's 80 percent interval, and the height (log) of the best."""

    times: float
    low: float
    high: float
    pseudo: float
    height: float


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of a category before its incidents: the factor in its priors now, and quarters they are worth.

    A fit is drawn towards the catalogue, which is a factor of 1, and not towards what an earlier fit has set.
    """

    ratio: float = 1.0
    pseudo: float = 4.0

    def doubt(self, log_times: float, pseudo: float) -> float:
        """Return what a factor (on top of the one in use) and a worth cost in log likelihood."""
        far = (log_times + log(self.ratio), log(pseudo / self.pseudo))
        return sum((each / DOUBT) ** 2 for each in far) / 2


@dataclass(frozen=True, slots=True)
class Rates:
    """What is said of one category: how the factor of its priors came about, and what it rests on."""

    category: Category
    how: How
    findings: int
    assets: int
    incidents: float
    expected: float  # by the priors alone, on record in the time watched
    times: float = 1.0
    low: float = 1.0
    high: float = 1.0
    pseudo: float | None = None  # where it was fitted
    running: tuple[Total, ...] = ()  # the last two quarters


CATALOGUE: Final[Mapping[Category, Prior]] = {}


def observe(audit: Audit, repaid: Mapping[str, date]) -> tuple[Observed, ...]:
    """Return the history of every finding that is counted, as on the day of an audit without ageing.

    `repaid` are the days on which findings of the audit were repaid: what came later speaks for others, or for none.
    """
    parents = {item.id: item.overlaps or item.id for item in audit.items}
    standing = by_asset(item.finding for item in audit.items)
    # In the catalogue's proportions, or a second fit to the same log would share incidents otherwise than the first.
    priors = {item.id: item.risk.likelihood.prior / item.finding.debt.rate_ratio for item in audit.items}
    counts = dict.fromkeys(parents, 0.0)
    for incident in counted_once(audit.inventory.incidents):
        for id_, share in shares_of(incident, _stood(incident, standing, repaid), priors).items():
            counts[parents[id_]] += share
    return tuple(
        _observed(item, counts[item.id], audit.as_of, repaid.get(item.id)) for item in audit.items if not item.overlaps
    )


def _stood(
    incident: Incident, standing: Mapping[str, Sequence[Finding]], repaid: Mapping[str, date]
) -> dict[str, list[Finding]]:  # fmt: skip
    """Return the findings on an incident's assets that stood when it was noticed."""
    day = incident.known_at.date() if incident.known_at else date.min
    stood = {id_: [each for each in standing.get(id_, ()) if day <= repaid.get(each.id, date.max)]
             for id_ in incident.assets or ()}  # fmt: skip
    return {id_: mine for id_, mine in stood.items() if mine}


def _observed(item: Item, incidents: float, as_of: date, repaid: date | None) -> Observed:
    belief = item.risk.likelihood
    since = max(0, (as_of - repaid).days) / QUARTER_DAYS if repaid else 0.0
    time = belief.noticed * max(0.0, belief.quarters - since)
    return Observed(item.id, item.finding.debt.category, item.finding.asset.id, belief.prior, time, incidents)


def rates(
    observed: Iterable[Observed], totals: Iterable[Total], priors: Mapping[Category, Prior] = CATALOGUE
) -> tuple[Rates, ...]:  # fmt: skip
    """Say of each category what its rates should be; `totals` are those of the quarters replayed."""
    rows: dict[Category, list[Observed]] = {}
    for each in observed:
        rows.setdefault(each.category, []).append(each)
    running: dict[str, list[Total]] = {}
    for total in sorted(totals, key=lambda each: each.at):
        running.setdefault(total.category, []).append(total)
    return tuple(
        _rates(name, rows[name], tuple(running.get(name, ())[-2:]), priors.get(name, Prior())) for name in sorted(rows)
    )


def _rates(category: Category, rows: Sequence[Observed], last: tuple[Total, ...], prior: Prior) -> Rates:
    watched = [row for row in rows if row.time > 0]
    assets, incidents = len({row.asset for row in watched}), sum(row.incidents for row in watched)
    expected = sum(row.prior * row.time for row in watched)
    if incidents >= LEAST_INCIDENTS and assets >= LEAST_ASSETS:
        fit = best(watched, prior)
        return Rates(category, "fitted", len(rows), assets, incidents, expected,
                     fit.times, fit.low, fit.high, fit.pseudo, last)  # fmt: skip
    if len(last) > 1 and not any(each.inside for each in last):
        came, forecast = sum(each.came for each in last), sum(each.expected for each in last)
        times = (came + PULL) / (forecast + PULL)
        return Rates(category, "scaled", len(rows), assets, incidents, expected, times, times, times, running=last)
    return Rates(category, "default", len(rows), assets, incidents, expected, running=last)


def best(rows: Sequence[Observed], prior: Prior) -> Fit:
    """Find factor and worth of the largest height: the best factor for each worth, and of those the best."""
    curve = Likelihood(rows, prior)
    at, highest = _peak(lambda log_worth: curve.at_best(exp(log_worth))[1], *map(log, WORTH))
    pseudo = exp(at)
    top = curve.at_best(pseudo)[0]
    low, high = curve.interval(top, pseudo, highest)
    return Fit(exp(top), exp(low), exp(high), pseudo, highest)


class Likelihood:
    """The log likelihood of some histories, less the doubt in what is far from the prior.

    What histories without incidents add is summed up once for each worth.
    """

    def __init__(self, rows: Sequence[Observed], prior: Prior | None = None) -> None:
        self._rows = [row for row in rows if row.prior > 0 and row.time > 0]
        self._came = [row for row in self._rows if row.incidents > 0]
        self._prior = prior

    def __call__(self, log_times: float, pseudo: float) -> float:
        """Return it at a factor and a worth."""
        return self._at(log_times, pseudo, *self._fixed(pseudo))

    def at_best(self, pseudo: float) -> tuple[float, float]:
        """Return the best logarithm of a factor for a worth, and the height there."""
        fixed = self._fixed(pseudo)
        return _peak(lambda log_times: self._at(log_times, pseudo, *fixed), *map(log, TIMES))

    def interval(self, top: float, pseudo: float, highest: float) -> tuple[float, float]:
        """Return the logarithms of the factors at which the height has fallen to the ends of 80 percent."""

        def short(log_times: float) -> bool:
            return self(log_times, pseudo) < highest - LIKELY

        return _border(short, top, log(TIMES[0])), _border(short, top, log(TIMES[1]))

    def _fixed(self, pseudo: float) -> tuple[float, float]:
        """Return what grows with the factor (all log chances of nothing), and what does not depend on it."""
        never = sum(-row.prior * pseudo * log1p(row.time / pseudo) for row in self._rows)
        rest = sum(-lgamma(row.incidents + 1) - row.incidents * log1p(pseudo / row.time) for row in self._came)
        return never, rest

    def _at(self, log_times: float, pseudo: float, never: float, rest: float) -> float:
        times = exp(log_times)
        shapes = ((row.prior * pseudo * times, row.incidents) for row in self._came)
        doubt = self._prior.doubt(log_times, pseudo) if self._prior else 0.0
        return times * never + rest - doubt + sum(lgamma(count + shape) - lgamma(shape) for shape, count in shapes)


def _peak(height: Callable[[float], float], low: float, high: float) -> tuple[float, float]:
    """Return where a curve is highest, and how high: the best of a grid, then golden sections about it."""
    step = (high - low) / GRID
    _height, at = max((height(low + step * each), -(low + step * each)) for each in range(GRID + 1))
    low, high = max(low, -at - step), min(high, -at + step)
    one, other = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    first, second = height(one), height(other)
    for _ in range(STEPS):  # each keeps one of the two heights
        if first < second:
            low, one, first = one, other, second
            other = low + GOLDEN * (high - low)
            second = height(other)
        else:
            high, other, second = other, one, first
            one = high - GOLDEN * (high - low)
            first = height(one)
    middle = (low + high) / 2
    return middle, height(middle)


def _border(short: Callable[[float], bool], top: float, end: float) -> float:
    """Return where a curve falls short between its top and an end; the end where it never does."""
    if not short(end):
        return end
    inside, outside = top, end
    for _ in range(STEPS):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if short(middle) else (middle, outside)
    return inside
