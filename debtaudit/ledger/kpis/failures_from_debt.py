"""AI failures from known debt: share of the quarter's AI incidents, with a cause on record, that an open debt explains.

How to read it:
    Our own figure beside the 43% that the industry quotes, which nobody could verify. An incident counts when it is
    blamed on a debt that the last snapshot, or without one this audit, found open on one of its assets.
"""

from __future__ import annotations

from debtaudit.domain.incident import Incident
from debtaudit.ledger.intervals import wilson
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, few, said, unknown
from debtaudit.ledger.reading import Reading, no_data


@kpi(11, "share", "share", better="down")
def failures_from_debt(period: Period) -> Reading:
    """Read causes and blamed debts of incidents that became known in the quarter."""
    if not period.has_log:
        return no_data("No incident is on record: keep a log, or bring it in with a collector.")
    known = period.known_in()
    told = [each for each in known if each.cause]
    if not told:
        return no_data("No AI incident of the quarter states its cause.")
    base = period.earlier[-1] if period.earlier else period.snapshot
    open_then = {id_ for id_, line in base.findings.items() if line.open}
    explained = [each for each in told if _blamed(each) & open_then]
    return Reading(
        len(explained) / len(told), len(explained), len(told), len(told), *wilson(len(explained), len(told)),
        said("" if period.earlier else "No snapshot is older: debts open today stand for those open then.",
             unknown((each.id for each in known if not each.cause), "Cause")),
        events=few(f"{each.id}: {'explained' if each in explained else 'not explained'}" for each in told),
    )  # fmt: skip


def _blamed(incident: Incident) -> set[str]:
    """Return the findings that an incident is blamed on; a debt alone is meant on each of its assets."""
    said_of = incident.debts or ()
    whole = {each for each in said_of if "@" in each}
    return whole | {f"{debt}@{asset}" for debt in said_of if "@" not in debt for asset in incident.assets or ()}
