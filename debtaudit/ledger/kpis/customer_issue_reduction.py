"""Fewer customer issues: by how much tickets for 10,000 AI answers fell against the same quarter a year ago.

How to read it:
    Year on year, so that the season does not mislead.
"""

from __future__ import annotations

from debtaudit.domain.measurement import Interactions
from debtaudit.ledger.intervals import NONE, Interval, difference, of_rate
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, said
from debtaudit.ledger.quarter import Quarter
from debtaudit.ledger.reading import Part, Reading, no_data

EACH = 10_000
YEAR = 4


@kpi(9, "share", "change", better="up")
def customer_issue_reduction(period: Period) -> Reading:
    """Read tickets and interactions of this quarter and of the same one a year ago."""
    last_year = period.quarter.before(YEAR)
    now, then = _rate(period, period.quarter), _rate(period, last_year)
    missing = [quarter.label for quarter, rate in ((last_year, then), (period.quarter, now)) if rate is None]
    if now is None or then is None:
        return no_data(f"Tickets or interactions are not on record for {' and '.join(missing)}.")
    if not then[0]:
        return no_data(f"There were no tickets in {last_year.label} to fall from.")
    low, high = difference(then[0], then[1], now[0], now[1])
    ends = NONE if low is None or high is None else (low / then[0], high / then[0])
    return Reading(
        1 - now[0] / then[0], then[0] - now[0], then[0], now[2], *ends, said(f"Against {last_year.label}."),
        (Part("now", now[0], "per_10000", now[2]), Part("a year ago", then[0], "per_10000", then[2])),
    )  # fmt: skip


def _rate(period: Period, quarter: Quarter) -> tuple[float, Interval, int] | None:
    """Return tickets for 10,000 interactions with their interval, and the number of incidents."""
    if not period.logged(quarter):
        return None
    sizes = [float(e.tickets) for e in period.known_in(quarter) if isinstance(e.tickets, (int, float))]
    met = sum(each.count for each in period.measured(Interactions, quarter) if isinstance(each.count, (int, float)))
    return (sum(sizes) / met * EACH, of_rate(sizes, met / EACH), len(sizes)) if met else None
