"""Own days instead of judgement: until a fault is noticed, until it is over, tickets it brings, and what repairs take.

Medians, once eight incidents tell one. The dearest twentieth is winsorised (counted like the largest of the others)
before means are taken, and the largest event is told by itself: one bad week is not the rule. Of incidents it is known
who noticed them, and that says which setting they speak for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from statistics import fmean, median
from typing import Final

from debtaudit.domain.asset import Asset, Model, System
from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Category
from debtaudit.domain.decision import Decision
from debtaudit.domain.incident import Incident, counted_once

DAY: Final = 86_400.0
LEAST: Final = 8
"""Incidents from which their median replaces a default."""
CUT: Final = 0.05
PRIOR_DAYS: Final = 10.0
"""Engineer-days for which the estimates are taken to be right before any repair is recorded."""
NOTICED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "detect_automated": ("monitor",),
    "detect_manual": ("staff", "audit"),
    "detect_customer": ("customer",),
}
TAKEN_ALREADY: Final = frozenset({"resolve_days", "outage_days"})
"""Settings for which every audit takes the median of its own log by itself."""
OUTAGES: Final = frozenset({"serving", "infrastructure", "interface", "dependency"})
"""Causes that stop a service."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One setting of the model and what the log says of it; `largest` names the incident behind the largest value."""

    setting: str
    count: int
    median: float
    mean: float  # winsorised
    largest: float
    incident: str

    @property
    def enough(self) -> bool:
        """Whether the median replaces the default."""
        return self.count >= LEAST and self.median > 0


@dataclass(frozen=True, slots=True)
class Effort:
    """Repairs of one category: what they took against what was estimated, and the ratio to expect of the next ones."""

    category: Category
    repairs: int
    actual: float
    estimated: float

    @property
    def ratio(self) -> float:
        """Actual to estimated days, drawn towards 1."""
        return (self.actual + PRIOR_DAYS) / (self.estimated + PRIOR_DAYS)


def measured(incidents: Iterable[Incident], assets: Mapping[str, Asset]) -> tuple[Measured, ...]:
    """Return what the log says of each setting that it can speak for; those without an incident are left out."""
    once = counted_once(incidents)
    spans: dict[str, list[tuple[float, str]]] = {}
    for each in once:
        for setting, value in _told(each, assets):
            spans.setdefault(setting, []).append((value, each.id))
    return tuple(_measured(setting, spans[setting]) for setting in sorted(spans))


def _told(incident: Incident, assets: Mapping[str, Asset]) -> Iterable[tuple[str, float]]:
    noticed = _days(incident.started_at, incident.detected_at)
    lasted = _days(incident.detected_at, incident.resolved_at)
    outage = incident.cause in OUTAGES
    for setting, ways in NOTICED_BY.items():
        if incident.detected_by in ways and noticed is not None and not outage:
            yield setting, noticed
    if lasted is not None:
        yield "resolve_days", lasted
        if outage:
            yield "outage_days", lasted
    users = _users(incident, assets)
    if users and isinstance(incident.tickets, (int, float)) and noticed is not None and lasted is not None:
        yield "tickets_per_user_day", incident.tickets / (users * max(noticed + lasted, 1 / 24))


def _days(start: object, end: object) -> float | None:
    if isinstance(start, datetime) and isinstance(end, datetime) and end >= start:
        return (end - start).total_seconds() / DAY
    return None


def _users(incident: Incident, assets: Mapping[str, Asset]) -> float | None:
    """Return the users a day of the system at fault, or of the home of the model at fault."""
    root = assets.get((incident.assets or ("",))[0])
    home = assets.get(str(root.system or "")) if isinstance(root, Model) else root
    users = home.users_per_day if isinstance(home, System) else None
    return float(users) if isinstance(users, (int, float)) else None


def _measured(setting: str, values: Sequence[tuple[float, str]]) -> Measured:
    largest, incident = max(values, key=lambda each: (each[0], each[1]))
    tame = winsorised([value for value, _id in values])
    return Measured(setting, len(values), median(tame), fmean(tame), largest, incident)


def winsorised(values: Sequence[float]) -> list[float]:
    """Return values in order, the largest twentieth (at least one) lowered to the largest of the others."""
    ordered = sorted(values)
    cut = ceil(CUT * len(ordered))
    if len(ordered) <= cut:
        return ordered
    return ordered[:-cut] + [ordered[-cut - 1]] * cut


def efforts(audit: Audit, decisions: Iterable[Decision]) -> tuple[Effort, ...]:
    """Compare what repairs took with what was estimated, by category.

    `audit` must hold the findings that were repaid; what its prices multiply estimates by is taken out again.
    """
    items = {item.id: item for item in audit.items}
    found: dict[Category, list[tuple[float, float]]] = {}
    for finding_id, days in sorted(_took(decisions, audit.as_of).items()):
        if item := items.get(finding_id):
            debt = item.finding.debt
            found.setdefault(debt.category, []).append((days, item.risk.principal.days / debt.effort_ratio))
    return tuple(
        Effort(name, len(pairs), sum(took for took, _ in pairs), sum(thought for _, thought in pairs))
        for name, pairs in sorted(found.items())
    )


def _took(decisions: Iterable[Decision], until: date) -> dict[str, float]:
    repaid = (each for each in decisions if each.state == "repaid" and isinstance(each.days, (int, float)))
    return {each.finding: float(each.days or 0.0) for each in repaid
            if not isinstance(each.decided_at, date) or each.decided_at <= until}  # fmt: skip
