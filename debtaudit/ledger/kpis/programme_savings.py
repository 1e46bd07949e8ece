"""What the programme saved: interest that repairs took away this quarter, and running cost that fell.

How to read it:
    What the programme returned this quarter. Beside it: how much of the engineering time kept for repayment was used.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from debtaudit.domain.measurement import Cost
from debtaudit.ledger.amounts import whole
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, few, said
from debtaudit.ledger.quarter import Quarter
from debtaudit.ledger.reading import Part, Reading, no_data


@kpi(25, "money", "sum", better="up")
def programme_savings(period: Period) -> Reading:
    """Read what the last snapshot says was repaid, bills of this quarter and the last, and days spent."""
    if period.comparison is None:
        return no_data("There is no earlier snapshot to say what was repaid.", *_budget(period))
    repaid = period.comparison.of("repaid")
    interest = -whole(period.comparison.part("repaid").interest)
    compute = _compute(period)
    granted = _granted(period)
    return Reading(
        interest + (compute or 0.0), interest + (compute or 0.0), granted, len(repaid),
        note=said("Counted in full, so there is no interval.",
                  "Running cost is not on record for both quarters." if compute is None else ""),
        parts=(Part("interest repaid, a quarter", interest, "money", len(repaid)),
               Part("running cost that fell", compute, "money"), *_budget(period)),
        events=few(each.finding for each in repaid),
    )  # fmt: skip


def _compute(period: Period) -> float | None:
    """Return by how much the bills of things fell that are billed in both quarters; what rose is negative."""
    now, then = (_bills(period, quarter) for quarter in (period.quarter, period.quarter.before()))
    both = now.keys() & then.keys()
    return sum(then[id_] - now[id_] for id_ in sorted(both)) if both else None


def _bills(period: Period, quarter: Quarter) -> dict[str, float]:
    found: dict[str, float] = {}
    for each in period.measured(Cost, quarter):
        if isinstance(each.amount, (int, float)):
            found[each.asset] = found.get(each.asset, 0.0) + each.amount
    return found


def _granted(period: Period) -> float | None:
    """Return the engineering time kept for repayment this quarter, as money; None where it is not stated."""
    capacity = period.inventory.organisation.remediation_capacity
    people = [each.members for each in period.inventory.teams.values() if isinstance(each.members, int)]
    if not isinstance(capacity, (int, float)) or not people:
        return None
    return sum(people) * period.audit.policy.working_days * capacity * period.audit.policy.day_cost


def _budget(period: Period) -> Iterator[Part]:
    granted = _granted(period)
    days = [float(each.spent_days) for each in period.inventory.decisions
            if each.state == "repaid" and period.holds(each.decided_at) and isinstance(each.decided_at, date)
            and isinstance(each.spent_days, (int, float))]  # fmt: skip
    spent = sum(days) * period.audit.policy.day_cost if days else None
    yield Part("budget granted", granted, "money")
    yield Part("budget used", spent, "money", len(days))
    yield Part("share of the budget used", spent / granted if spent and granted else None, "share", len(days))
