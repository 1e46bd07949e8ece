"""What a finding's price hangs on: how far each input alone can move it, as a picture with its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import upper
from debtaudit.report.blocks import Block, Cell, Column, Heading, Picture, Table, line
from debtaudit.report.charts.swings import Mark, Reach, swings
from debtaudit.report.choices import Prices
from debtaudit.report.section import section
from debtaudit.scoring import sensitivity
from debtaudit.scoring.sensitivity import Swing

WIDE, NARROW = 500, 354


@section("item", place=50, share="half")
def item_swings(audit: Audit, item: Item) -> Iterator[Block]:
    """Yield the picture; nothing where no input moves the price."""
    found = sensitivity.swings(item.risk, audit.factors(item.id), audit.policy)
    if not found:
        return
    yield Heading(
        "What the price hangs on", "Cost a quarter when one input alone moves from its low end to its high end"
    )
    yield _picture(found, item, Prices.of(audit))


def _picture(found: Sequence[Swing], item: Item, prices: Prices) -> Picture:
    mean = item.risk.interest.mean
    reaches = [Reach(upper(each.name), each.low, each.high, _ends(each, prices)) for each in found]
    price = Mark(f"{prices.amount(mean)} as it stands", mean)
    says = f"{price.name}. " + "; ".join(f"{each.name}: {each.says}" for each in reaches) + "."
    columns = (Column("Input"), Column("At its low end", numeric=True), Column("At its high end", numeric=True))
    rows = tuple(
        (Cell(line(upper(each.name))), *(Cell(line(prices.amount(end))) for end in (each.low, each.high)))
        for each in found
    )
    numbers = Table(columns, rows, "What the price hangs on")
    return Picture(swings(reaches, price, WIDE, says), swings(reaches, price, NARROW, says), numbers)


def _ends(swing: Swing, prices: Prices) -> str:
    low, high = sorted((swing.low, swing.high))
    return f"{prices.amount(low)} to {prices.amount(high)}"
