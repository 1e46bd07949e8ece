"""Interface incidents: AI incidents of the quarter whose cause was an interface.

How to read it:
    The price of versions that do not fit together.
"""

from __future__ import annotations

from debtaudit.ledger.intervals import poisson
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, few, said, unknown
from debtaudit.ledger.reading import Reading, no_data


@kpi(18, "count", "sum", better="down")
def interface_incidents(period: Period) -> Reading:
    """Read the causes of incidents that became known in the quarter."""
    if not period.logged(period.quarter):
        return no_data("No incident is on record: keep a log, or bring it in with a collector.")
    known = period.known_in()
    told = [each for each in known if each.cause]
    if known and not told:
        return no_data("No AI incident of the quarter states its cause.")
    mine = [each for each in told if each.cause == "interface"]
    return Reading(
        len(mine), len(mine), len(told), len(told), *poisson(len(mine)),
        said(unknown((each.id for each in known if not each.cause), "Cause")),
        events=few(f"{each.id}: {each.title or 'no title'}" for each in mine) if told else (),
    )  # fmt: skip
