"""Time to detect an AI incident: median days from its beginning until somebody or something noticed.

How to read it:
    Silent failures escape the time to resolve, because its clock starts when we notice. The share that customers
    noticed first tells whether our monitors or our customers do the watching.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from debtaudit.domain.incident import Incident
from debtaudit.ledger.intervals import of_median
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, few, hours, said, share, unknown
from debtaudit.ledger.reading import Part, Reading, no_data

A_DAY = 24.0


@kpi(1.1, "days", "median", better="down", target=1.0)
def time_to_detect(period: Period) -> Reading:
    """Read beginning and detection of incidents that became known in the quarter."""
    if not period.has_log:
        return no_data("No incident is on record: keep a log, or bring it in with a collector.")
    known = period.known_in()
    timed = [(each, took / A_DAY) for each in known if (took := hours(each.started_at, each.detected_at)) is not None]
    if not timed:
        return no_data("No AI incident of the quarter says when it began and when it was noticed.")
    waits = [days for _, days in timed]
    untimed = {each.id for each in known} - {each.id for each, _ in timed}
    return Reading(
        median(waits), sum(waits), len(waits), len(waits), *of_median(waits), said(unknown(untimed, "Beginning")),
        tuple(_who(known)), few(f"{each.id}: {days:.1f} days, {each.detected_by or 'who'}" for each, days in timed),
    )  # fmt: skip


def _who(known: Sequence[Incident]) -> Iterator[Part]:
    told = [each.detected_by for each in known if each.detected_by]
    for name in ("customer", "monitor", "staff", "audit"):
        if name in told or name == "customer":
            yield share(f"noticed by {name}", told.count(name), len(told))
