"""A finding's three sums: what it costs, what its repair takes, and what that returns."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import count, number_of_times, percent
from debtaudit.report.blocks import Block, Sum, Sums
from debtaudit.report.choices import Prices
from debtaudit.report.section import section

GRADES = {"A": "measured, or it has happened", "B": "stated facts", "C": "answers with evidence", "D": "unsupported"}


@section("item", place=20, share="less")
def item_sums(audit: Audit, item: Item) -> Iterator[Block]:
    """Yield the sums."""
    risk, prices = item.risk, Prices.of(audit)
    principal = risk.principal
    unit = "" if audit.money_known else ", relative units"
    amount, below = prices.repair(principal.cost, principal.days)
    span = f"{principal.low:g} to {principal.high:g} days, most likely {principal.likely:g}"
    by = f", by {principal.estimated_by}" if principal.estimated_by else ""
    horizon = count(int(audit.policy.horizon), "quarter")
    yield Sums((
        Sum("What it costs each quarter", prices.amount(risk.interest.mean),
            f"likely {prices.span(risk.interest)}{unit}; grows by {percent(risk.growth)} a quarter"),
        Sum("What its repair takes", amount, f"{below}: {span}{by}" if below else f"{span}{by}; unpriced"),
        Sum("What that returns", f"{number_of_times(risk.priority)} times", f"its cost, over {horizon}"),
        Sum("How sure this is", risk.confidence, GRADES[risk.confidence]),
    ))  # fmt: skip
