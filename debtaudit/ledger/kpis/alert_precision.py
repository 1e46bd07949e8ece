"""Alerts that led to action: share of the alerts fired in the quarter that somebody acted on.

How to read it:
    Whether alarms are still believed.
"""

from __future__ import annotations

from collections.abc import Sequence

from debtaudit.domain.measurement import Alerts
from debtaudit.ledger.intervals import wilson
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, added, number
from debtaudit.ledger.reading import Part, Reading, no_data


@kpi(19, "share", "share", better="up", target=0.5)
def alert_precision(period: Period) -> Reading:
    """Read the quarter's alerts."""
    told = [
        each for each in period.measured(Alerts) if number(each.fired) is not None and number(each.actioned) is not None
    ]
    by = {id_: _sums([each for each in told if each.asset == id_]) for id_ in sorted({each.asset for each in told})}
    actioned, fired = (sum(pair[at] for pair in by.values()) for at in (0, 1))
    if not fired:
        return no_data("No alert is on record for the quarter (telemetry of kind alerts).")
    parts = tuple(Part(id_, one / whole, "share", whole) for id_, (one, whole) in by.items() if whole)
    return Reading(actioned / fired, actioned, fired, fired, *wilson(actioned, fired), parts=parts)


def _sums(told: Sequence[Alerts]) -> tuple[int, int]:
    """Return how many alerts led to action, and how many were fired."""
    return int(added(each.actioned for each in told)), int(added(each.fired for each in told))
