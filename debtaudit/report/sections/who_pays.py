"""Who pays for the debt: the business when something fails, engineers who put it right, and engineers every day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import days, percent
from debtaudit.report.blocks import Block, Cell, Column, Heading, Paragraph, Picture, Table, line
from debtaudit.report.charts.bars import Bar
from debtaudit.report.charts.stripe import stripe
from debtaudit.report.choices import Prices
from debtaudit.report.section import section

WIDE, NARROW = 320, 354
NAMES = (("Business, through failures", "sales, support and penalties", "series-1"),
         ("Engineers, mending them", "response to incidents", "series-2"),
         ("Engineers, every day", "work around what is not repaired", "series-3"))  # fmt: skip


@section("index", place=74, share="third", side=2)
def who_pays(audit: Audit) -> Iterator[Block]:
    """Yield how the interest divides; nothing where there is none."""
    totals = audit.totals
    friction = fsum(item.risk.carry for item in audit.items)
    amounts = (totals.business, max(0.0, totals.engineering - friction), friction)
    if fsum(amounts) <= 0:
        return
    yield Heading("Who pays for it", "Parts of what it costs each quarter")
    yield _picture(amounts, Prices.of(audit))
    words = _engineers(audit)
    if words:
        yield Paragraph(line(words))


def _picture(amounts: Sequence[float], prices: Prices) -> Picture:
    whole = fsum(amounts)
    parts = [
        Bar(name, amount / whole, f"{prices.amount(amount)} · {percent(amount / whole)}", remark, role)
        for (name, remark, role), amount in zip(NAMES, amounts, strict=True)
    ]
    says = "; ".join(f"{part.name} ({part.remark}) {part.says}" for part in parts) + "."
    columns = (Column("Who"), Column("A quarter", numeric=True), Column("Share", numeric=True))
    rows = tuple(
        (Cell(line(part.name), line(part.remark)), Cell(line(prices.amount(amount))), Cell(line(percent(part.share))))
        for part, amount in zip(parts, amounts, strict=True)
    )
    table = Table(columns, rows, "Who pays for it")
    return Picture(stripe(parts, WIDE, says), stripe(parts, NARROW, says), table)


def _engineers(audit: Audit) -> str:
    """Say what the engineers' part is in their time; nothing where a day has no price."""
    policy, spent = audit.policy, audit.totals.engineering
    if not Prices.of(audit).priced or spent < policy.day_cost:
        return ""
    number = spent / policy.day_cost
    people = number / policy.working_days
    many = f"as much as {people:.1f} people do" if people >= 1 else f"{percent(people)} of what one person does"
    return f"Engineers lose {days(number)} a quarter to it, {many}."
