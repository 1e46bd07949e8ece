"""What scoring needs to know of one asset, read from the graph.

How fast its world moves, who would notice a fault, how long one lasts, and what the systems that it reaches may lose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean, median
from typing import NamedTuple

from debtaudit.domain.asset import Asset, Dataset, Feature, Model, Pipeline, System
from debtaudit.domain.debt import LossClass
from debtaudit.domain.facts import Practice
from debtaudit.domain.graph import Graph, Reached
from debtaudit.domain.incident import Incident
from debtaudit.domain.measurement import ReleaseEvent
from debtaudit.domain.policy import Policy
from debtaudit.domain.quick import quick

DAY = 86400.0
QUARTER_DAYS = 365.25 / 4
OFTEN, SELDOM = 12.0, 1.0
"""Releases a quarter: weekly or more, and less than one."""
OUTAGES = frozenset({"serving", "infrastructure", "interface", "dependency"})
"""Causes that stop a service; such faults last hours, and are noticed at once."""
WATCHES: dict[LossClass, tuple[str, ...]] = {
    "silent": ("quality", "outputs"),
    "wrong_handling": ("quality", "outputs", "inputs"),
    "outage": ("service",),
    "effort_or_duty": ("quality", "outputs", "inputs", "data_drift", "service"),
}
"""Which monitors would notice an event of each class."""
SEEN = {
    "automated": "a routed monitor notices",
    "manual": "people look now and then",
    "customer": "nobody watches, customers would tell",
    "nobody": "nobody watches",
}
ASSUMED = {
    "customer": "nothing is said of monitoring, customers would tell",
    "nobody": "nothing says that anybody watches",
}


@quick
@dataclass(frozen=True, slots=True)
class Watch:
    """Who notices: automated, manual, customer or nobody; and the fact that says so.

    Where nothing is stated, nobody is taken to watch: `stated` keeps that apart from a stated `none`.
    """

    how: str
    fact: str
    stated: bool = True

    @property
    def says(self) -> str:
        """The same in words."""
        return (SEEN if self.stated else ASSUMED)[self.how]


@quick
@dataclass(frozen=True, slots=True)
class Basis:
    """What a length from notice to repair rests on: incidents of its own and of the fleet, and how much longer it is.

    `times` is more than 1 where nothing can be rolled back, and no history of its own says how long that takes.
    """

    own: int
    fleet: int
    times: float = 1.0

    @property
    def says(self) -> str:
        """The same in words."""
        plural = "s" * (self.fleet != 1)
        rest = f"the fleet's median over {self.fleet} incident{plural}" if self.fleet else "the default"
        if self.own:
            return f"{self.own} incident{'s' * (self.own > 1)} of its own, shrunk towards {rest}"
        longer = f", times {self.times:g} as nothing can be rolled back" if self.times != 1 else ""
        return f"{rest}{longer}: it has no incident of its own with a length"


@quick
@dataclass(frozen=True, slots=True)
class Situation:
    """One asset as scoring sees it. Days are means over its own history, shrunk towards the fleet."""

    asset: Asset
    volatility: str | None
    criticality: int | None
    releases: float | None  # a quarter
    quarters: float  # for which incidents would be on record
    resolve_days: float
    outage_days: float
    own_detect: tuple[float, int]  # mean days to detect, and over how many incidents
    tickets: float | None  # an event, from history
    fault_cost: tuple[float, int]  # mean cost of a day of a fault, beyond support and response, over how many incidents
    outage_cost: tuple[float, int]  # the same for outages
    reaches: tuple[Reached, ...]
    home: System | None
    resolve_basis: Basis
    outage_basis: Basis


class Past(NamedTuple):
    """What an asset's own incidents tell: days that they lasted, and the rest as a situation holds it."""

    lengths: list[float]
    outages: list[float]
    detect: tuple[float, int]
    tickets: float | None
    fault_cost: tuple[float, int]
    outage_cost: tuple[float, int]


NO_PAST = Past([], [], (0.0, 0), None, (0.0, 0), (0.0, 0))


@quick
@dataclass(frozen=True, slots=True)
class Stakes:
    """What the systems that an asset reaches stand to lose, each times the weight of its path; money."""

    revenue_a_day: float  # before the share that an event hurts
    tickets_a_day: float
    an_event: float  # whatever its length: anchors, and tickets known from history
    penalty: float
    anchored: bool  # whether the revenue of any of them is unknown, so that an anchor stands for it


class Fleet:
    """All assets' situations, each worked out once."""

    def __init__(self, graph: Graph, incidents: Iterable[Incident], policy: Policy) -> None:
        self.graph, self.policy = graph, policy
        incidents = tuple(incidents)
        faults, outages = _durations(incidents), _durations(each for each in incidents if each.cause in OUTAGES)
        self.resolve_days = median(faults) if faults else policy.resolve_days
        self.outage_days = median(outages) if outages else policy.outage_days
        self._faults, self._outages = len(faults), len(outages)
        self._known: dict[str, Situation] = {}
        self._peaks: dict[str, float] = {}
        self._stakes: dict[str, Stakes] = {}
        self._watches: dict[tuple[str, LossClass | None], Watch] = {}

    def of(self, asset: Asset) -> Situation:
        """Return one asset's situation."""
        if asset.id not in self._known:
            self._known[asset.id] = self._look(asset)
        return self._known[asset.id]

    def peak(self, system: System) -> float:
        """Return the mean revenue factor of a system over the coming quarter."""
        if system.id not in self._peaks:
            self._peaks[system.id] = peak_factor(system, self.graph.as_of)
        return self._peaks[system.id]

    def stakes(self, situation: Situation) -> Stakes:
        """Return what lies downstream of an asset."""
        known = self._stakes.get(situation.asset.id)
        if known is None:
            known = self._stakes[situation.asset.id] = self._sum_up(situation)
        return known

    def _sum_up(self, situation: Situation) -> Stakes:
        policy, revenue, tickets, an_event, reportable, anchored = self.policy, 0.0, 0.0, 0.0, 0.0, False
        for reached in situation.reaches:
            system, weight = reached.system, reached.weight
            at_home = system is situation.home
            if isinstance(system.revenue_per_day, (int, float)):
                revenue += weight * system.revenue_per_day * self.peak(system)
            elif system.revenue_per_day is None:
                an_event += weight * anchor_of(system, policy)
                anchored = True
            if at_home and situation.tickets is not None:
                an_event += weight * situation.tickets * policy.ticket_cost
            else:
                tickets += weight * tickets_a_day(system, policy)
            reportable = max(reportable, _reportable(system, policy))
        return Stakes(revenue, tickets, an_event, reportable * policy.penalty, anchored)

    def _look(self, asset: Asset) -> Situation:
        graph = self.graph
        mine = graph.incidents(asset, quarters=8, root=True)
        past = _past(mine, self.policy) if mine else NO_PAST
        longer = 1.0 if _has_way_back(asset) else self.policy.no_rollback
        return Situation(
            asset, graph.volatility(asset), graph.criticality(asset), self._releases(asset),
            graph.observed_quarters(asset), self._lasts(past.lengths, self.resolve_days, longer),
            self._lasts(past.outages, self.outage_days, longer), past.detect, past.tickets, past.fault_cost,
            past.outage_cost, graph.reaches(asset), graph.home(asset),
            Basis(len(past.lengths), self._faults, 1.0 if past.lengths else longer),
            Basis(len(past.outages), self._outages, 1.0 if past.outages else longer),
        )  # fmt: skip

    def _lasts(self, own: Sequence[float], fleet: float, longer: float) -> float:
        """Shrink an asset's own durations towards the fleet's; without any, no way back makes it `longer`."""
        weight = self.policy.own_weight
        return (sum(own) + weight * fleet) / (len(own) + weight) if own else fleet * longer

    def _releases(self, asset: Asset) -> float | None:
        if isinstance(asset, Model) and isinstance(asset.release.per_quarter, (int, float)):
            return float(asset.release.per_quarter)
        since = self.graph.as_of - timedelta(days=QUARTER_DAYS)
        events = self.graph.telemetry(ReleaseEvent, asset)
        return float(sum(1 for each in events if (each.day or date.min) > since)) if events else None

    def watch(self, asset: Asset, loss: LossClass) -> Watch:
        """Return who would notice an event on an asset; of models, each class of loss has its own monitors."""
        key = (asset.id, loss if isinstance(asset, Model) else None)
        known = self._watches.get(key)
        if known is None:
            known = self._watches[key] = self._watch(asset, loss)
        return known

    def _watch(self, asset: Asset, loss: LossClass) -> Watch:
        fact, practice = self._monitor(asset, loss)
        if practice == "automated":
            return Watch("automated", fact)
        if practice == "manual":
            return Watch("manual", fact)
        home = self.graph.home(asset)
        near = [home] if home else [each.system for each in self.of(asset).reaches]
        how = "customer" if any(each.customer_facing for each in near) else "nobody"
        return Watch(how, fact, stated=practice is not None)

    def _monitor(self, asset: Asset, loss: LossClass) -> tuple[str, str | None]:
        if isinstance(asset, Model):
            kinds = [(f"monitoring.{name}", getattr(asset.monitoring, name)) for name in WATCHES[loss]]
            stated = [(fact, kind.level) for fact, kind in kinds if kind and kind.level]  # automated, manual, none
            return min(stated, key=lambda each: str(each[1]), default=(kinds[0][0], None))
        if isinstance(asset, Pipeline):
            return "monitored", None if asset.monitored is None else "automated" if asset.monitored is True else "none"
        if isinstance(asset, Dataset):
            return "validation", asset.validation.level if asset.validation else None
        if isinstance(asset, Feature):
            source = self.graph.asset(str(asset.dataset or ""))
            return self._monitor(source, loss) if isinstance(source, Dataset) else ("dataset", None)
        return "owner", None

    def change(self, situation: Situation) -> float:
        """Return the multiplier of the change rate, for debts that bite on change."""
        releases = situation.releases
        if releases is None:
            return self.policy.change_monthly
        if releases >= OFTEN:
            return self.policy.change_weekly
        return self.policy.change_rare if releases < SELDOM else self.policy.change_monthly


def _has_way_back(asset: Asset) -> bool:
    """Tell whether a release can be taken back; nothing stated counts as yes."""
    rollback = asset.release.rollback if isinstance(asset, Model) else None
    return not (isinstance(rollback, Practice) and rollback.level == "none")


def anchor_of(system: System, policy: Policy) -> float:
    """Return what an event costs on a system whose revenue is unknown."""
    return policy.anchor(system.criticality if isinstance(system.criticality, int) else None)


def tickets_a_day(system: System, policy: Policy) -> float:
    """Return what support for a day of a fault costs on a system."""
    users = system.users_per_day
    return users * policy.tickets_per_user_day * policy.ticket_cost if isinstance(users, (int, float)) else 0.0


def _reportable(system: System, policy: Policy) -> float:
    chances = {"limited": policy.reportable_limited, "high": policy.reportable_high}
    return chances.get(str(system.regulatory_class), 0.0)


def peak_factor(system: System, as_of: date) -> float:
    """Return the mean revenue factor over the 91 days after the audit."""
    if not system.peak_calendar:
        return 1.0
    days = [as_of + timedelta(days=ahead) for ahead in range(1, 92)]
    return fmean(max([_factor(peak, day) for peak in system.peak_calendar], default=1.0) for day in days)


def _factor(peak: object, day: date) -> float:
    first, last, factor = (getattr(peak, name) for name in ("from_", "to", "factor"))
    if isinstance(first, date) and isinstance(last, date) and isinstance(factor, (int, float)):
        return float(factor) if first <= day <= last else 1.0
    return 1.0


def _past(incidents: Sequence[Incident], policy: Policy) -> Past:
    tickets = [each.tickets for each in incidents if isinstance(each.tickets, (int, float))]
    faults, outages = ([each for each in incidents if (each.cause in OUTAGES) is out] for out in (False, True))
    return Past(
        _durations(incidents), _durations(outages), _detection(incidents), fmean(tickets) if tickets else None,
        _cost_a_day(faults, policy), _cost_a_day(outages, policy),
    )  # fmt: skip


def _detection(incidents: Iterable[Incident]) -> tuple[float, int]:
    spans = [span for each in incidents if (span := _days(each.started_at, each.detected_at)) is not None]
    return (fmean(spans), len(spans)) if spans else (0.0, 0)


def _cost_a_day(incidents: Iterable[Incident], policy: Policy) -> tuple[float, int]:
    """Return what a day of them cost beyond support and response, which are priced by themselves; and how many."""
    cost, days, count = 0.0, 0.0, 0
    for each in incidents:
        span = _days(each.started_at, each.resolved_at) or _days(each.detected_at, each.resolved_at)
        if span and isinstance(each.cost, (int, float)):
            tickets = each.tickets if isinstance(each.tickets, (int, float)) else 0.0
            beyond = each.cost - tickets * policy.ticket_cost - policy.response_days * policy.day_cost
            cost, days, count = cost + max(0.0, beyond), days + span, count + 1
    return (cost / days, count) if count else (0.0, 0)


def _durations(incidents: Iterable[Incident]) -> list[float]:
    return [span for each in incidents if (span := _days(each.detected_at, each.resolved_at)) is not None]


def _days(start: object, end: object) -> float | None:
    if isinstance(start, datetime) and isinstance(end, datetime) and end >= start:
        return (end - start).total_seconds() / DAY
    return None
