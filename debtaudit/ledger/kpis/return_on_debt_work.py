"""Return on debt work: interest that repairs of a year removed, less what they cost, for each unit of money spent.

How to read it:
    What each unit of money that went into repayment brought back. It is a forecast: a repaired debt counts with its
    interest of a year. What incidents blamed on the same debts really cost in the year before stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from debtaudit.domain.decision import Decision
from debtaudit.ledger.amounts import whole
from debtaudit.ledger.kpis._kpi import kpi
from debtaudit.ledger.period import Period, few, said, unknown
from debtaudit.ledger.reading import Part, Reading, no_data

YEAR = 4


@kpi(12, "times", "ratio", better="up", target=1.0)
def return_on_debt_work(period: Period) -> Reading:
    """Read decisions of the last four quarters that say repaid, and what the debts cost before."""
    if not period.earlier:
        return no_data("There is no earlier snapshot that says what repaired debts cost before.")
    repaid = tuple(_repaid(period))
    found = [(each, yearly) for each in repaid if (yearly := _a_year(period, each)) is not None]
    told = [(each, yearly) for each, yearly in found if isinstance(each.spent_days, (int, float))]
    untold = {each.finding for each in repaid} - {each.finding for each, _ in told}
    spent = sum(float(each.spent_days or 0) for each, _ in told) * period.audit.policy.day_cost
    if not spent:
        return no_data("No repaired debt of the last four quarters states the days spent (spent_days) and is found in "
                       "an earlier snapshot.")  # fmt: skip
    removed = sum(yearly for _, yearly in told)
    cost = _realised(period, told)
    return Reading(
        (removed - spent) / spent, removed - spent, spent, len(told),
        note=said("A full count of few repairs has no interval.", unknown(untold, "Days spent, or interest before,")),
        parts=(Part("interest removed in a year", removed, "money", len(told)),
               Part("spent", spent, "money", len(told)),
               Part("cost of their incidents, the year before", cost, "money", len(told))),
        events=few(f"{each.finding}: {each.spent_days:g} days" for each, _ in told),
    )  # fmt: skip


def _repaid(period: Period) -> Iterator[Decision]:
    """Yield decisions of the last year that say repaid, unless the debt is still found."""
    since = period.quarter.before(YEAR - 1).first
    for each in period.inventory.decisions:
        day = each.decided_at
        if (
            each.state == "repaid" and isinstance(day, date) and since <= day <= period.audit.as_of
            and each.finding not in period.snapshot.findings
        ):  # fmt: skip
            yield each


def _a_year(period: Period, decision: Decision) -> float | None:
    """Return what a debt cost in a year when it was last seen."""
    lines = [each.findings[decision.finding] for each in period.earlier if decision.finding in each.findings]
    return whole(lines[-1].amounts.interest) * YEAR if lines else None


def _realised(period: Period, told: list[tuple[Decision, float]]) -> float | None:
    """Return the stated cost of incidents that were blamed on repaired debts within a year before the repair."""
    costs = [
        float(incident.cost) for decision, _ in told for incident in period.incidents
        if isinstance(incident.cost, (int, float)) and _blames(incident.debts or (), incident.assets or (), decision)
        and (at := incident.known_at) and isinstance(decision.decided_at, date)
        and 0 <= (decision.decided_at - at.date()).days <= 365  # noqa: PLR2004 - a year
    ]  # fmt: skip
    return sum(costs) if costs else None


def _blames(debts: tuple[str, ...], assets: tuple[str, ...], decision: Decision) -> bool:
    debt, _, asset = decision.finding.partition("@")
    return decision.finding in debts or (debt in debts and asset in assets)
