"""Time to resolve an AI incident: mean hours from detection to resolution, over incidents resolved in the quarter.

How to read it:
    How long customers and staff live with a fault once we know of it. The median tells the usual case, the mean tells
    the cost. Read it beside the number of incidents: fewer but harder ones raise the mean although things got better.
    The target is 4 hours for severity 5, 24 for severity 4 and 72 below, weighted by the quarter's own mix.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from statistics import fmean, median

from debtaudit.domain.incident import Incident
from debtaudit.ledger.intervals import of_mean
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, few, hours, said, unknown
from debtaudit.ledger.reading import Part, Reading, no_data

TARGETS = {5: 4.0, 4: 24.0}
OTHERS = 72.0


@kpi(1, "hours", "mean", better="down")
def incident_resolution_time(period: Period) -> Reading:
    """Read detection and resolution of the quarter's incidents."""
    if not period.has_log:
        return no_data("No incident is on record: keep a log, or bring it in with a collector.")
    resolved = period.resolved_in()
    timed = [(each, took) for each in resolved if (took := hours(each.detected_at, each.resolved_at)) is not None]
    still_open = tuple(_open(period))
    if not timed:
        return no_data("No AI incident with both dates was resolved in the quarter.", *still_open)
    times = [time for _, time in timed]
    untimed = {each.id for each in resolved} - {each.id for each, _ in timed}
    return Reading(
        fmean(times), sum(times), len(times), len(times), *of_mean(times),
        said(unknown(untimed, "Detection"), _ungraded(timed)),
        (Part("median", median(times), "hours", len(times)), *_by_severity(timed), *_by_asset(timed), *still_open),
        few(f"{each.id}: {time:.0f} hours, severity {each.severity or 'not stated'}" for each, time in timed),
        fmean(TARGETS.get(int(each.severity or 0), OTHERS) for each, _ in timed),
    )  # fmt: skip


def _ungraded(timed: Iterable[tuple[Incident, float]]) -> str:
    return unknown((each.id for each, _ in timed if not each.severity), "Severity")


def _by_severity(timed: Sequence[tuple[Incident, float]]) -> Iterator[Part]:
    for grade in (5, 4, 3, 2, 1):
        took = [time for each, time in timed if each.severity == grade]
        if took:
            yield Part(f"severity {grade}", fmean(took), "hours", len(took))


def _by_asset(timed: Sequence[tuple[Incident, float]]) -> Iterator[Part]:
    roots = sorted({root for each, _ in timed for root in (each.assets or ())[:1]})
    for root in roots:
        took = [time for each, time in timed if (each.assets or ())[:1] == (root,)]
        yield Part(f"on {root}", fmean(took), "hours", len(took))


def _open(period: Period) -> Iterator[Part]:
    """Yield the incidents that nobody has resolved yet, with their age."""
    for each in period.incidents:
        if isinstance(each.detected_at, datetime) and not _resolved(period, each):
            age = (period.audit.as_of - each.detected_at.date()).days
            yield Part(f"open: {each.id}", float(age), "days", 1)


def _resolved(period: Period, incident: Incident) -> bool:
    return isinstance(incident.resolved_at, datetime) and incident.resolved_at.date() <= period.audit.as_of
