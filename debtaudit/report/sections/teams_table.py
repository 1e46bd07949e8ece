"""Every owner with what is its own, what nobody could tell, and what debts cost across the borders of teams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import days
from debtaudit.report.blocks import Block, Cell, Column, Heading, Run, Table, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.choices import Prices
from debtaudit.report.links import to_owner
from debtaudit.report.owners import Crossing, Owner, owners
from debtaudit.report.section import section

NAME = 60
COLUMNS = (
    Column("Team"), Column("Debts", numeric=True), Column("Cost a quarter", numeric=True),
    Column("Repair", numeric=True), Column("Unknown", numeric=True), Column("Falls on others", numeric=True),
    Column("Bears for others", numeric=True),
)  # fmt: skip


@section("teams", place=20)
def teams_table(audit: Audit) -> Iterator[Block]:
    """Yield the table; nothing where there is nobody."""
    found = owners(audit)
    if found:
        yield Heading("Who owns what", "The dearest first; amounts a quarter")
        yield Table(COLUMNS, tuple(_row(each, Prices.of(audit)) for each in found), "Debts by team")


def _row(owner: Owner, prices: Prices) -> tuple[Cell, ...]:
    assets = f"{len(owner.assets):,} asset{'' if len(owner.assets) == 1 else 's'}"
    repair = sum(item.risk.principal.days for item in owner.items)
    return (
        Cell(line(Run(shortened(owner.name, NAME), href=to_owner(owner.id))), line(assets)),
        Cell(line(f"{len(owner.items):,}")),
        Cell(line(prices.amount(owner.interest.mean)), line(prices.span(owner.interest)) if owner.items else ()),
        Cell(line(days(repair))),
        Cell(line(f"{len(owner.questions):,}")),
        Cell(line(prices.amount(_cost(owner.causes)))),
        Cell(line(prices.amount(_cost(owner.bears)))),
    )


def _cost(crossings: Sequence[Crossing]) -> float:
    return fsum(each.cost for each in crossings)
