"""Proof that the model predicts: on organisations whose true hazards and costs are known, and that a wrong one fails.

Scores are expected values over all that might have come of the known hazards, so they carry no noise of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from math import exp, log
from statistics import fmean

import pytest

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.risk import Range
from debtaudit.ledger.counts import chance_of_any
from debtaudit.ledger.fit import observe, rates
from tests.scoring.organisations import DEFAULTS, TODAY, Fitted, Organisation, World, organisations

COUNT = 50
COVERED = (0.75, 0.85)
"""What 80 percent intervals may cover."""
LIFT = 1.5
"""Times its random share of the later cost that the fifth with the most interest must carry."""
RIGHT = World()
MOVING = World(renewal=1 - 0.5**0.25)  # rates are drawn anew with the half-life that the model forgets with
RIGHT_LARGE = World(systems=10)
WRONG_RATES = World(category_error=0.7, systems=10)
WRONG_WORTH = World(pseudo=1.0, systems=10)

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Case:
    """An organisation and its audit of today."""

    organisation: Organisation
    audit: Audit


@cache
def cases(world: World) -> tuple[Case, ...]:
    return tuple(Case(each, each.audit(TODAY)) for each in organisations(COUNT, world))


def covered(cases: Iterable[Case], of: Callable[[Item], Range], truth: Callable[[Case, str], float]) -> float:
    """Return the share of findings whose truth lies between P10 and P90."""
    hits = [of(item).p10 <= truth(case, item.id) <= of(item).p90 for case in cases for item in case.audit.items]
    return fmean(hits)


def events(item: Item) -> Range:
    return item.risk.likelihood.events


def interest(item: Item) -> Range:
    return item.risk.interest


def rate(case: Case, id_: str) -> float:
    return case.organisation.rates[id_]


def cost_a_quarter(case: Case, id_: str) -> float:
    truth = case.organisation
    return truth.rates[id_] * truth.losses[id_] + truth.friction[id_]


@pytest.mark.parametrize("world", [RIGHT, MOVING], ids=["steady", "moving"])
def test_intervals_of_80_percent_cover_four_truths_of_five(world: World) -> None:
    low, high = COVERED
    assert low < covered(cases(world), events, rate) < high
    assert low < covered(cases(world), interest, cost_a_quarter) < high


@pytest.mark.parametrize(
    "world", [World(rates=3), World(pseudo=1), World(category_error=1.0)], ids=["more events", "wider", "wrong rates"]
)
def test_intervals_of_a_model_that_is_wrong_about_the_world_miss_it(world: World) -> None:
    """The test above is able to fail."""
    assert covered(cases(world), events, rate) < COVERED[0]


@pytest.mark.parametrize("world", [RIGHT, MOVING, WRONG_RATES], ids=["steady", "moving", "wrong rates"])
def test_the_top_fifth_carries_much_more_than_its_share_of_the_next_quarters_cost(world: World) -> None:
    by_interest = [share_of_top(case, lambda item: -item.risk.interest.mean) for case in cases(world)]
    assert fmean(by_interest) > LIFT * 0.2
    by_name = [share_of_top(case, lambda item: item.id[::-1]) for case in cases(world)]
    assert fmean(by_name) < LIFT * 0.2  # an order that knows nothing does not pass


def share_of_top(case: Case, key: Callable[[Item], object]) -> float:
    """Return the share of the next quarter's real cost, seen or not, on the first fifth of an order."""
    costs = case.organisation.cost_after(TODAY)
    ordered = sorted(case.audit.items, key=key)  # type: ignore[arg-type] # any key that can be ordered
    top = ordered[: len(ordered) // 5]
    whole = sum(costs.values())
    return sum(costs.get(item.id, 0.0) for item in top) / whole if whole else 0.2


@pytest.mark.parametrize("world", [WRONG_RATES, WRONG_WORTH], ids=["wrong rates", "wrong worth"])
def test_calibration_improves_the_log_score_where_the_catalogue_is_wrong(world: World) -> None:
    before, after = scored(world)
    assert fmean(after) < fmean(before)
    better = sum(b > a for b, a in zip(before, after, strict=True))
    worse = sum(b < a for b, a in zip(before, after, strict=True))
    assert better > worse


def test_calibration_costs_next_to_nothing_where_the_catalogue_is_right() -> None:
    before, after = scored(RIGHT_LARGE)
    assert fmean(after) < 1.01 * fmean(before)


def test_calibration_widens_intervals_that_were_too_narrow_and_keeps_right_ones() -> None:
    assert covered_where_fitted(WRONG_WORTH, cases) < 0.5
    assert covered_where_fitted(WRONG_WORTH, calibrated) > 0.6
    low, high = COVERED
    assert low < covered_where_fitted(RIGHT_LARGE, calibrated) < high


def covered_where_fitted(world: World, audited: Callable[[World], tuple[Case, ...]]) -> float:
    hits = [
        events(item).p10 <= rate(case, item.id) <= events(item).p90
        for case, fit in zip(audited(world), fits(world), strict=True)
        for item in case.audit.items if item.finding.debt.category in fit
    ]  # fmt: skip
    assert len(hits) > 300
    return fmean(hits)


def scored(world: World) -> tuple[list[float], list[float]]:
    """Return the expected log score of each organisation with the defaults and calibrated."""
    return [log_score(case) for case in cases(world)], [log_score(case) for case in calibrated(world)]


@cache
def calibrated(world: World) -> tuple[Case, ...]:
    """Return the same audits as `cases`, under what was fitted to each organisation's log."""
    return tuple(
        Case(case.organisation, case.organisation.audit(TODAY, fitted=fit)) if fit else case
        for case, fit in zip(cases(world), fits(world), strict=True)
    )


@cache
def fits(world: World) -> tuple[Fitted, ...]:
    return tuple(fit_of(case.organisation) for case in cases(world))


def fit_of(organisation: Organisation) -> Fitted:
    """Fit what today's log allows, the way that `debtaudit calibrate` does."""
    seen = organisation.audit(TODAY, replace(DEFAULTS, half_life=1e9))
    return {
        each.category: {"rate_ratio": each.times, "pseudo_quarters": each.pseudo or 0.0}
        for each in rates(observe(seen, {}), ()) if each.how == "fitted"
    }  # fmt: skip


def log_score(case: Case) -> float:
    """Return the mean surprise to expect at whether anything is on record next quarter, given the true hazards."""
    return fmean(surprise(forecast, truth) for forecast, truth in chances(case))


def chances(case: Case) -> Iterable[tuple[float, float]]:
    for item in case.audit.items:
        belief = item.risk.likelihood
        yield chance_of_any(belief.a, belief.b, belief.noticed), 1 - exp(-belief.noticed * rate(case, item.id))


def surprise(forecast: float, truth: float) -> float:
    forecast = min(1 - 1e-6, max(1e-6, forecast))
    return -truth * log(forecast) - (1 - truth) * log(1 - forecast)
