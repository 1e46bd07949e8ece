"""Support tickets caused by AI errors: tickets of the quarter's AI incidents for 10,000 questions to AI features.

How to read it:
    What wrong answers cost the service desk. The rate takes growth out; the number itself stands beside it.
"""

from __future__ import annotations

from debtaudit.domain.incident import Incident
from debtaudit.domain.measurement import Interactions
from debtaudit.ledger.intervals import of_rate
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, few, said, unknown
from debtaudit.ledger.quarter import Quarter
from debtaudit.ledger.reading import Part, Reading, no_data

EACH = 10_000


@kpi(5, "per_10000", "rate", better="down")
def ai_support_tickets(period: Period) -> Reading:
    """Read tickets of incidents that became known in the quarter, and how often AI answers were met."""
    return tickets_in(period, period.quarter)


def tickets_in(period: Period, quarter: Quarter) -> Reading:
    """Return the rate of tickets in a quarter."""
    if not period.logged(quarter):
        return no_data(f"No incident is on record up to {quarter.label}.")
    known = period.known_in(quarter)
    counted = [each for each in known if isinstance(each.tickets, (int, float))]
    tickets = float(sum(_tickets(each) for each in counted))
    met = sum(each.count for each in period.measured(Interactions, quarter) if isinstance(each.count, (int, float)))
    absolute = Part("tickets", tickets if counted or not known else None, "count", len(counted))
    if known and not counted:
        return no_data("No AI incident of the quarter states its tickets.", absolute)
    if not met:
        return no_data(f"No interactions are on record for {quarter.label} (telemetry of kind interactions).", absolute)
    low, high = of_rate([_tickets(each) for each in counted], met / EACH)
    untold = (each.id for each in known if each not in counted)
    return Reading(
        tickets / met * EACH, tickets, met, len(counted), low, high, said(unknown(untold, "Tickets")), (absolute,),
        few(f"{each.id}: {_tickets(each):,.0f} tickets" for each in counted),
    )  # fmt: skip


def _tickets(incident: Incident) -> float:
    return float(incident.tickets or 0)
