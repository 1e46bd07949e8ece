"""Models watched for drift: share of the models in service whose inputs and quality a monitor checked within 7 days.

How to read it:
    Whether we fly with instruments. Critical models (4 and 5) should all be watched. Beside it: models whose inputs
    have drifted, and how long it takes from the first sign until somebody decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from statistics import median

from debtaudit.domain.asset import Model
from debtaudit.domain.facts import Practice
from debtaudit.domain.finding import Item
from debtaudit.ledger.intervals import wilson
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, applies, few, said, share, unknown
from debtaudit.ledger.reading import Part, Reading, no_data

RECENT = 7
CRITICAL = 4
WATCHED = ("data_drift", "quality")
DRIFT = "active-input-drift"


@kpi(14, "share", "share", better="up", target=1.0)
def drift_monitoring(period: Period) -> Reading:
    """Read what is watched of each model in service, and when it was last looked at."""
    models = [each for each in period.serving if all(applies(each, f"monitoring.{name}") for name in WATCHED)]
    watched = {each.id: _watched(period, each) for each in models}
    told = {id_: truth for id_, truth in watched.items() if truth is not None}
    if not told:
        return no_data("No model in service says whether its inputs and its quality are watched.", *_drifting(period))
    fine = sum(told.values())
    critical = [told[each.id] for each in models if each.id in told and period.criticality(each) >= CRITICAL]
    return Reading(
        fine / len(told), fine, len(told), len(told), *wilson(fine, len(told)),
        said(unknown(watched.keys() - told.keys(), "Monitoring")),
        (share("of critical models", sum(critical), len(critical)), *_drifting(period)),
        few(f"{id_}: {'watched' if truth else 'not watched'}" for id_, truth in told.items()),
    )  # fmt: skip


def _watched(period: Period, model: Model) -> bool | None:
    """Tell whether both monitors run by themselves and ran lately; None when that is not known."""
    both = [_runs(period, each) for each in _practices(model)]
    return False if False in both else None if None in both else True


def _practices(model: Model) -> tuple[Practice | None, ...]:
    return model.monitoring.data_drift, model.monitoring.quality


def _runs(period: Period, practice: Practice | None) -> bool | None:
    if practice is None or practice.level is None:
        return None
    if practice.level != "automated":
        return False
    ran = practice.last_run_at
    if not isinstance(ran, date):
        return None
    return (period.audit.as_of - ran).days <= RECENT


def _drifting(period: Period) -> Iterator[Part]:
    items = [each for each in period.audit.items if each.finding.debt.slug == DRIFT]
    yield Part("with drifted inputs", float(len(items)), "count", len(period.serving))
    waited = [days for each in items if (days := _days_to_decide(period, each)) is not None]
    yield Part("from drift to decision, median", median(waited) if waited else None, "days", len(waited))


def _days_to_decide(period: Period, item: Item) -> int | None:
    """Return the days from the first measurement that a finding rests on to the decision about it."""
    places = {each.place for each in item.finding.evidence if each.kind == "telemetry"}
    days = [each.day for each in period.inventory.telemetry if each.place in places and each.day]
    decided = item.decision.decided_at if item.decision else None
    return (decided - min(days)).days if days and isinstance(decided, date) else None
