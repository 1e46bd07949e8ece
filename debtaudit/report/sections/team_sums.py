"""A team's sums: its own debts, what falls on others, what it bears for others, and what nobody could tell."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from debtaudit.domain.audit import Audit
from debtaudit.report.blocks import Block, Sum, Sums
from debtaudit.report.choices import Prices
from debtaudit.report.owners import Owner
from debtaudit.report.section import section


@section("team", place=20, share="less")
def team_sums(audit: Audit, owner: Owner) -> Iterator[Block]:
    """Yield the sums."""
    prices = Prices.of(audit)
    number = fsum(item.risk.principal.days for item in owner.items)
    cost = fsum(item.risk.principal.cost for item in owner.items)
    repair, below = prices.repair(cost, number)
    bears, causes = (fsum(each.cost for each in side) for side in (owner.bears, owner.causes))
    undecided = fsum(each.interest for each in owner.questions)
    asked = f"may cost {prices.amount(undecided)} a quarter" if owner.questions else "every question has an answer"
    yield Sums((
        Sum("What it owes", repair, below or "of repair"),
        Sum("Falls on others' systems", prices.amount(causes), "a quarter, of what its debts cost"),
        Sum("Bears for others", prices.amount(bears), "a quarter, from debts that others own"),
        Sum("Not known", f"{len(owner.questions):,}", asked),
    ))  # fmt: skip
