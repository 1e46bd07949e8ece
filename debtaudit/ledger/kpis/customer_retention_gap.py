"""Customers kept despite faults: retention of those who met a failing AI feature, less that of all others.

How to read it:
    Evidence for revenue at risk. It needs care: who meets a fault is not chosen by lot.
"""

from __future__ import annotations

from debtaudit.domain.measurement import Retention
from debtaudit.ledger.intervals import difference, wilson
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, share
from debtaudit.ledger.reading import Reading, no_data

NEEDED = ("exposed", "exposed_kept", "others", "others_kept")


@kpi(13, "points", "change", better="up")
def customer_retention_gap(period: Period) -> Reading:
    """Read the quarter's exports of customers kept and lost."""
    told = [each for each in period.measured(Retention) if all(getattr(each, name) is not None for name in NEEDED)]
    exposed, kept, others, others_kept = (sum(int(getattr(each, name)) for each in told) for name in NEEDED)
    if not (exposed and others):
        return no_data("No export says how many customers stayed (telemetry of kind retention). It is optional.")
    one, other = kept / exposed, others_kept / others
    low, high = difference(one, wilson(kept, exposed), other, wilson(others_kept, others))
    return Reading(
        one - other, one - other, 1.0, exposed + others, low, high, "The two groups may differ in more than the fault.",
        (share("kept, of those who met a fault", kept, exposed), share("kept, of others", others_kept, others)),
    )  # fmt: skip
