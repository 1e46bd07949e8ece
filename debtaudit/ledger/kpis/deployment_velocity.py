"""Releases a week: how often a model or a pipeline went to production in the quarter.

How to read it:
    Speed that is not paid for with failures. Beside it: the share of releases that were taken back, or that an incident
    of the same thing followed within 7 days, and how long recovery took then (after the four measures of DORA). The
    lead time of a change is not in the inventory, and so is not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from statistics import median

from debtaudit.domain.asset import Model, Pipeline
from debtaudit.domain.incident import Incident
from debtaudit.domain.measurement import ReleaseEvent
from debtaudit.ledger.intervals import poisson
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, few, hours, share
from debtaudit.ledger.reading import Part, Reading, no_data

FOLLOWS = timedelta(days=7)
WEEK = 7


@kpi(10, "per_week", "rate", better="up")
def deployment_velocity(period: Period) -> Reading:
    """Read the quarter's releases, and what followed them."""
    if not any(isinstance(each, ReleaseEvent) for each in period.inventory.telemetry):
        return no_data("No release is on record (telemetry of kind release).")
    released = [each for each in period.measured(ReleaseEvent) if _of_ai(period, each.asset)]
    end = min(period.quarter.last, period.audit.as_of)
    weeks = ((end - period.quarter.first).days + 1) / WEEK
    return Reading(
        len(released) / weeks, len(released), weeks, len(released), *poisson(len(released), weeks),
        "The lead time of changes is not on record.", tuple(_parts(period, released)),
        few(f"{each.asset} {each.version or ''} on {each.day}" for each in released),
    )  # fmt: skip


def _of_ai(period: Period, id_: str) -> bool:
    return isinstance(period.graph.asset(id_), (Model, Pipeline))


def _parts(period: Period, released: Sequence[ReleaseEvent]) -> Iterator[Part]:
    followed = {at: _after(period, each) for at, each in enumerate(released)}
    failed = [at for at, each in enumerate(released) if each.rolled_back or followed[at]]
    yield share("releases that failed", len(failed), len(released))
    took = [time for mine in followed.values() for each in mine
            if (time := hours(each.detected_at, each.resolved_at)) is not None]  # fmt: skip
    yield Part("recovery from them, median", median(took) if took else None, "hours", len(took))
    yield Part("lead time of a change", None, "days")


def _after(period: Period, release: ReleaseEvent) -> list[Incident]:
    """Return incidents of what was released that began within 7 days."""
    day = release.day
    return [
        each for each in period.incidents
        if release.asset in (each.assets or ()) and (began := each.started_at or each.known_at)
        and isinstance(day, date) and day <= began.date() <= day + FOLLOWS
    ]  # fmt: skip
