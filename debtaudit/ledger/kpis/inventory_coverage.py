"""How much we see: share of the questions that apply to our systems which the inventory answers.

How to read it:
    Low coverage makes all other figures optimistic. What nobody stated is unknown, never fine.
"""

from __future__ import annotations

from datetime import date

from debtaudit.domain.asset import Model
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, said, share
from debtaudit.ledger.reading import Part, Reading, no_data


@kpi(21, "share", "share", better="up", target=0.9)
def inventory_coverage(period: Period) -> Reading:
    """Read what the audit could tell."""
    told, asked = period.snapshot.told, period.snapshot.asked
    if not asked:
        return no_data("The inventory is empty: no question applies.")
    models = period.graph.assets(Model)
    not_run = len(period.audit.detected.not_run)
    failed = f"{not_run} debts could not be looked for." if not_run else ""
    return Reading(
        told / asked, told, asked, asked,
        note=said("Counted in full, so there is no interval.", failed),
        parts=(share("models with an owner", sum(bool(each.owner) for each in models), len(models)),
               Part("days since the inventory was last reviewed", _age(period), "days")),
    )  # fmt: skip


def _age(period: Period) -> float | None:
    """Return the days since anybody last reviewed, answered or estimated anything."""
    inventory = period.inventory
    days = [inventory.organisation.debt_review.last_at, *(each.at for each in inventory.answers),
            *(each.at for each in inventory.estimates)]  # fmt: skip
    known = [each for each in days if isinstance(each, date) and each <= period.audit.as_of]
    return float((period.audit.as_of - max(known)).days) if known else None
