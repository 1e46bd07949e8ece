"""One debt on one asset with everything that its price rests on, before history speaks: found, or still unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from debtaudit.domain.asset import Asset
from debtaudit.domain.debt import Days, Debt, LossClass
from debtaudit.domain.decision import Estimate
from debtaudit.domain.finding import Finding
from debtaudit.domain.quick import quick
from debtaudit.domain.risk import Loss, Principal
from debtaudit.scoring.likelihood import aged, expected, prior_events
from debtaudit.scoring.loss import loss_of, mean_loss, sigma_of
from debtaudit.scoring.situation import Fleet, Situation, Watch
from debtaudit.scoring.worth import (
    REVIEWED_FROM,
    benefit,
    carrying_cost,
    finished_after,
    lane_bounds,
    principal,
    priority,
)

BLINDING = frozenset({"irreproducible-training", "untracked-lineage"})
"""Debts that make every repair on the same asset take longer: nobody can rebuild it, or see what it rests on."""


@quick
@dataclass(frozen=True, slots=True)
class Case:
    """A debt on an asset: how often it bites at severity 1, who would notice, what an event and a repair cost."""

    debt: Debt
    setting: Setting
    rate: float  # events a quarter at severity 1, before any history
    change: float
    pseudo: float  # quarters of history that this is worth
    repair: Repair

    @property
    def id(self) -> str:
        """The id of the finding that it is, or would be."""
        return f"{self.debt.slug}@{self.setting.asset.id}"


@quick
@dataclass(frozen=True, slots=True)
class Setting:
    """What all debts of one loss class on one asset share."""

    situation: Situation
    watch: Watch
    noticed: float
    quarters: float  # observed, discounted by age
    spread: tuple[float, ...]  # volatility, as multiples of its mean; one where it is known
    volatility: float  # its mean
    event: float  # mean loss of one
    quiet: float  # interest for each event a quarter of the catalogue, at severity 1 and without incidents

    @property
    def asset(self) -> Asset:
        """The asset."""
        return self.situation.asset


@dataclass(frozen=True, slots=True)
class Repair:
    """What repaying costs, when it would be done, and what a unit of interest is worth against it."""

    principal: Principal
    done_after: float  # quarters
    returned: float  # benefit over the horizon for an interest of 1 a quarter
    pays: float  # the same for each unit of principal
    friction: float  # a quarter, at severity 1
    lanes: tuple[float, float]  # interest from which it belongs to the lanes next and now


class Cases:
    """Makes cases; what several of them share is worked out once."""

    def __init__(self, fleet: Fleet, findings: Iterable[Finding], estimates: Mapping[str, Estimate]) -> None:
        self.fleet, self.estimates = fleet, estimates
        self.blind = {each.asset.id for each in findings if each.debt.slug in BLINDING}
        self._settings: dict[LossClass, dict[str, Setting]] = {}
        self._spreads: dict[str | None, tuple[float, tuple[float, ...]]] = {}
        self._losses: dict[tuple[str, str], Loss] = {}
        self._repairs: dict[tuple[str, bool], Repair] = {}

    def of(self, debt: Debt, asset: Asset) -> Case:
        """Return the case of a debt on an asset."""
        setting = self._setting(debt, asset)
        change = self.fleet.change(setting.situation) if debt.change_driven else 1.0
        rate = prior_events(debt.prior_rate * debt.rate_ratio, 1.0, setting.volatility, change)
        return Case(debt, setting, rate, change, self._pseudo(debt), self._repair(debt, setting.situation))

    def unseen(self, debt: Debt) -> Callable[[Asset], tuple[float, Repair]]:
        """Return what tells of an asset the interest at severity 1 without incidents, and the repair.

        That is all that an unknown debt needs, and there are many.
        """
        settings, rate = self._settings.setdefault(debt.loss, {}), debt.prior_rate * debt.rate_ratio

        def of(asset: Asset) -> tuple[float, Repair]:
            setting = settings.get(asset.id) or self._setting(debt, asset)
            repair, quiet = self._repair(debt, setting.situation), setting.quiet
            if debt.pseudo_quarters:
                own = expected(setting.volatility, 0.0, setting.quarters, setting.noticed, debt.pseudo_quarters)
                quiet = own * setting.event
            change = self.fleet.change(setting.situation) if debt.change_driven else 1.0
            return rate * change * quiet + repair.friction, repair

        return of

    def loss(self, case: Case) -> Loss:
        """Return what one event costs, system by system."""
        key = (case.setting.asset.id, case.debt.loss)
        known = self._losses.get(key)
        if known is None:
            setting, blind = case.setting, key[0] in self.blind
            known = self._losses[key] = loss_of(case.debt, setting.situation, setting.watch, self.fleet, blind=blind)
        return known

    def sigma(self, case: Case) -> float:
        """Return how uncertain the loss of an event is: sigma of its logarithm."""
        return sigma_of(case.debt.loss, case.setting.situation, self.fleet)

    def _setting(self, debt: Debt, asset: Asset) -> Setting:
        settings = self._settings.setdefault(debt.loss, {})
        known = settings.get(asset.id)
        if known is None:
            known = settings[asset.id] = self._look(debt, asset)
        return known

    def _look(self, debt: Debt, asset: Asset) -> Setting:
        fleet, policy, situation = self.fleet, self.fleet.policy, self.fleet.of(asset)
        watch = fleet.watch(asset, debt.loss)
        noticed = float(getattr(policy, NOTICED[watch.how]))
        mean, spread = self._spread(situation.volatility)
        quarters = aged(situation.quarters, policy.half_life)
        event = mean_loss(debt, situation, watch, fleet, blind=asset.id in self.blind)
        quiet = expected(mean, 0.0, quarters, noticed, policy.pseudo_quarters) * event
        return Setting(situation, watch, noticed, quarters, spread, mean, event, quiet)

    def _spread(self, volatility: str | None) -> tuple[float, tuple[float, ...]]:
        """Return the mean multiplier of a volatility, and what it may be as multiples of that."""
        if volatility not in self._spreads:
            values = self.fleet.policy.volatility(volatility)
            mean = fmean(values)
            self._spreads[volatility] = mean, tuple(each / mean for each in values)
        return self._spreads[volatility]

    def _pseudo(self, debt: Debt) -> float:
        return debt.pseudo_quarters or self.fleet.policy.pseudo_quarters

    def _repair(self, debt: Debt, situation: Situation) -> Repair:
        estimate = self.estimates.get(f"{debt.slug}@{situation.asset.id}") if self.estimates else None
        days = estimated(estimate) if estimate else None
        if days and estimate:
            return self._worth(
                debt, principal(days.times(debt.effort_ratio), None, self.fleet.policy, str(estimate.by or "the team"))
            )
        reviewed = (situation.criticality or 0) >= REVIEWED_FROM
        known = self._repairs.get((debt.slug, reviewed))
        if known is None:
            cost = principal(debt.effort.times(debt.effort_ratio), situation.criticality, self.fleet.policy)
            known = self._repairs[debt.slug, reviewed] = self._worth(debt, cost)
        return known

    def _worth(self, debt: Debt, cost: Principal) -> Repair:
        policy = self.fleet.policy
        done = finished_after(cost.days, policy)
        returned = benefit(1.0, debt.growth, done, policy)
        pays = priority(returned, cost.cost, policy)
        friction = carrying_cost(1.0, cost.cost, policy)
        return Repair(cost, done, returned, pays, friction, lane_bounds(pays, policy))


NOTICED = {
    "automated": "noticed_automated",
    "manual": "noticed_manual",
    "customer": "noticed_manual",
    "nobody": "noticed_nobody",
}
"""Setting that holds the chance that an event is on record, by who would notice."""


def estimated(estimate: Estimate) -> Days | None:
    """Return a team's estimate in engineer-days, filled from what it states; None when it states nothing."""
    stated = [float(each) for each in (estimate.low, estimate.likely, estimate.high) if isinstance(each, (int, float))]
    if not stated:
        return None
    likely = float(estimate.likely) if isinstance(estimate.likely, (int, float)) else fmean(stated)
    return Days(min([likely, *stated]), likely, max([likely, *stated]))


def newest(estimates: Iterable[Estimate]) -> dict[str, Estimate]:
    """Return the newest estimate of each finding; of the same day, the last one."""
    found: dict[str, Estimate] = {}
    for estimate in estimates:
        known = found.get(estimate.finding)
        if known is None or _day(estimate) >= _day(known):
            found[estimate.finding] = estimate
    return found


def _day(estimate: Estimate) -> date:
    return estimate.at if isinstance(estimate.at, date) else date.min
