"""Fixes made without a person: share of the quarter's AI incidents that were repaired automatically.

How to read it:
    Whether repair is becoming a machine's job. A rising share with a rising number of repeats means that causes are
    being papered over. Assisted repairs stand apart, and incidents that do not say how they were repaired are listed.
"""

from __future__ import annotations

from debtaudit.ledger.intervals import wilson
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, few, said, share, unknown
from debtaudit.ledger.reading import Part, Reading, no_data


@kpi(3, "share", "share", better="up", target=0.2)
def automated_fixes(period: Period) -> Reading:
    """Read how incidents that were resolved in the quarter were repaired."""
    if not period.has_log:
        return no_data("No incident is on record: keep a log, or bring it in with a collector.")
    resolved = period.resolved_in()
    told = [each for each in resolved if each.fix]
    if not told:
        return no_data("No AI incident resolved in the quarter says how it was repaired.")
    automated = sum(each.fix == "automated" for each in told)
    repeats = sum(bool(each.repeat_of) for each in resolved)
    return Reading(
        automated / len(told), automated, len(told), len(told), *wilson(automated, len(told)),
        said(unknown((each.id for each in resolved if not each.fix), "Repair")),
        (share("assisted", sum(each.fix == "assisted" for each in told), len(told)),
         Part("repeats of an earlier incident", float(repeats), "count", len(resolved))),
        few(f"{each.id}: {each.fix}" for each in told),
    )  # fmt: skip
