"""Findings and open questions as short lists, the same on every page that names some of them."""

from __future__ import annotations

from collections.abc import Iterable

from debtaudit.domain.asset import Asset
from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item, OpenQuestion
from debtaudit.domain.phrases import days, number_of_times, sentence, upper
from debtaudit.report.blocks import Cell, Column, Entry, Line, Run, Table, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.choices import Prices
from debtaudit.report.explanation import LANES
from debtaudit.report.links import to_debt, to_item

NAME, FACTS, SEEN = 90, 3, 150
COLUMNS = (
    Column("Rank", numeric=True), Column("Debt"), Column("Costs a quarter", numeric=True),
    Column("Repair", numeric=True), Column("Pays", numeric=True), Column("Lane"),
)  # fmt: skip


def entries_of(audit: Audit, items: Iterable[Item], *, with_asset: bool) -> tuple[Entry, ...]:
    """Return findings as entries: debt, asset where wanted, rank and lane, and what it costs."""
    prices = Prices.of(audit)
    return tuple(
        Entry(_named(item, with_asset=with_asset),
              upper(f"rank {item.rank:,}, {LANES[item.risk.lane]}; {days(item.risk.principal.days)} of repair"),
              f"{prices.amount(item.risk.interest.mean)} a quarter")
        for item in items
    )  # fmt: skip


def _named(item: Item, *, with_asset: bool) -> Line:
    name = Run(shortened(item.finding.debt.name, NAME), href=to_item(item.id))
    return line(name, " on ", Run(shortened(item.finding.asset.label, NAME))) if with_asset else line(name)


def questions_of(audit: Audit, questions: Iterable[OpenQuestion], *, with_asset: bool) -> tuple[Entry, ...]:
    """Return open questions as entries: what is not known, which facts would tell, and what it may cost."""
    prices = Prices.of(audit)
    return tuple(
        Entry(_asked(each, each.gap.asset if with_asset else None), f"{facts_of(each)} would tell",
              f"may cost {prices.amount(each.interest)} a quarter")
        for each in questions
    )  # fmt: skip


def _asked(question: OpenQuestion, asset: Asset | None) -> Line:
    debt = question.gap.debt
    name = Run(f"{shortened(debt.name, NAME)}?", href=to_debt(debt.slug))
    return line(Run(shortened(asset.label, NAME)), ": ", name) if asset else line(name)


def facts_of(question: OpenQuestion) -> str:
    """Name the facts that would tell, the first few."""
    facts = question.gap.facts
    return ", ".join(facts[:FACTS]) + (", …" if len(facts) > FACTS else "") if facts else "Any fact about it"


def table_of(audit: Audit, items: Iterable[Item], caption: str) -> Table:
    """Return findings as a table: debt and asset, what was seen, its price, and its lane."""
    prices = Prices.of(audit)
    return Table(COLUMNS, tuple(_row(item, prices) for item in items), caption)


def _row(item: Item, prices: Prices) -> tuple[Cell, ...]:
    risk = item.risk
    return (
        Cell(line(f"{item.rank:,}")),
        Cell(_named(item, with_asset=True), line(sentence(shortened(item.finding.message, SEEN)))),
        Cell(line(prices.amount(risk.interest.mean)), line(prices.span(risk.interest))),
        Cell(line(days(risk.principal.days))),
        Cell(line(f"{number_of_times(risk.priority)} times")),
        Cell(line(upper(LANES[risk.lane]))),
    )
