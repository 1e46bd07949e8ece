"""Ungoverned debt backlog: debts are not ranked by written criteria, reviewed on time, reported, or given working time.

Why it is debt:
    What nobody reviews is repaid by chance: the loudest debt first, the dearest one later. Meanwhile the sum of the
    interest grows, and nobody who could fund its repayment has heard of it.
If it waits:
    We keep repairing what is easy while what is costly grows, and leadership learns of it from the results.
Source:
    SQALE and the practice of managing technical debt.
Fix:
    - Keep the result of this audit as the baseline
    - Agree with product and finance on the criteria for ranking
    - Review the backlog with the owners each quarter
    - Reserve a share of engineering time for repayment
    - Report trend and reduction to leadership
False alarms:
    A first audit starts the baseline: an organisation that states nothing yet is unknown, not in debt. State `none` for
    what you know to be missing.
Decisions:
    A review may be late by a fifth of its planned interval, a quarter when no interval is stated. That there is no
    shared list adds to the severity and is no debt by itself: one team may well keep the list of all.
Example:
    organisation: {debt_review: {last_at: none}}
Instead:
    organisation:
      debt_review: {last_at: 2026-08-20, cadence_days: 91, board_reported_at: 2026-08-25}
      remediation_capacity: 15%
      risk_criteria: https://wiki.example/risk-criteria
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Organisation
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import above, amount, below, lacks
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, sign


@dataclass(frozen=True)
class Limits:
    """How often, and with how much time, debt is looked after."""

    cadence: float = 91.0  # days between reviews where nothing else is planned; a quarter
    late: float = 1.2  # times the planned interval; a fifth is left for holidays
    report: int = 120  # days since leadership was told; a quarter and a month to write it
    capacity: float = 0.10  # share of engineering time; below it interest usually outgrows repayment


REVIEW, CRITERIA, REPORT, CAPACITY, LIST = 0.3, 0.2, 0.2, 0.2, 0.1


@debt(
    Organisation,
    category="process",
    dimension="other",
    prior_rate=0.10,
    growth=0.05,
    effort=Days(2, 5, 10),
    loss="effort_or_duty",
    severity=(0.2, 1.0),
    limits=Limits(),
    questions=("q-inventory", "q-debt-review", "q-shared-backlog", "q-capacity"),
)
def ungoverned_debt_backlog(organisation: Organisation, graph: Graph, limits: Limits) -> Verdict:
    """Look at when debt was last reviewed and reported, by which criteria it is ranked, and how much time it gets."""
    review = organisation.debt_review
    planned = amount(review.cadence_days) or limits.cadence
    capacity = amount(organisation.remediation_capacity)
    signs = (
        sign(above(graph.age(review.last_at), limits.late * planned), REVIEW,
             f"debt was not reviewed within {planned:g} days", "debt_review.last_at"),
        sign(lacks(organisation.risk_criteria), CRITERIA, "no written criteria rank it", "risk_criteria"),
        sign(above(graph.age(review.board_reported_at), limits.report), REPORT,
             f"leadership was not told for more than {limits.report} days", "debt_review.board_reported_at"),
        sign(below(capacity, limits.capacity), CAPACITY,
             f"{capacity or 0:.0%} of engineering time is kept for repayment", "remediation_capacity"),
    )  # fmt: skip
    unshared = bool(lacks(organisation.shared_dashboard)) and any(each.holds for each in signs)
    return judge(*signs, sign(unshared, LIST, "teams share no list", "shared_dashboard"), combine="sum")
