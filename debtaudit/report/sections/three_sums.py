"""Three sums: what the debt costs, what repaying it takes, and what is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import days, months
from debtaudit.report.blocks import Block, Sum, Sums
from debtaudit.report.choices import Prices, decisions, saved
from debtaudit.report.section import section


@section("index", place=20, share="less")
def three_sums(audit: Audit) -> Iterator[Block]:
    """Yield the sums; none where nothing was found."""
    if audit.items:
        yield Sums((_interest(audit), _principal(audit), _asked(audit) if decisions(audit) else _waiting(audit)))


def _interest(audit: Audit) -> Sum:
    prices, interest = Prices.of(audit), audit.totals.interest
    unit = "" if audit.money_known else ", relative units"
    return Sum("What it costs each quarter", prices.amount(interest.mean),
               f"likely between {prices.amount(interest.p10)} and {prices.amount(interest.p90)}{unit}")  # fmt: skip


def _principal(audit: Audit) -> Sum:
    totals, prices = audit.totals, Prices.of(audit)
    low, high = (sum(getattr(item.risk.principal, end) for item in audit.items) for end in ("low", "high"))
    amount, below = prices.repair(totals.principal_cost, totals.principal_days)
    says = below and f"{days(totals.principal_days)[:-5]} engineer-days of repair"
    return Sum("What we owe", amount, says or f"of repair, {low:,.0f} at best and {high:,.0f} at worst; unpriced")


def _asked(audit: Audit) -> Sum:
    items, prices = decisions(audit), Prices.of(audit)
    cost, number = (sum(getattr(item.risk.principal, part) for item in items) for part in ("cost", "days"))
    saves = saved(audit, items)
    amount, _days = prices.repair(cost, number)
    back = f", back {months(cost / saves.mean)}" if prices.priced and saves.mean else ""
    return Sum("What we ask to spend", amount, f"saves {prices.span(saves)} a quarter{back}")


def _waiting(audit: Audit) -> Sum:
    amount = Prices.of(audit).amount(audit.totals.cost_of_delay)
    return Sum("What waiting costs", amount, "in the next quarter, if nothing is repaid")
