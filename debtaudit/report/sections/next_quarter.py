"""What the next quarter may cost, and with what chance: today, and with the decisions of this page taken.

The interest is a mean; a quarter is lumpy. The curve says what it costs in one quarter of two, of ten and of twenty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import percent
from debtaudit.report.blocks import Block, Cell, Column, Heading, Picture, Table, line
from debtaudit.report.charts.curve import RAREST, Curve, Told, curve
from debtaudit.report.choices import Prices, decisions
from debtaudit.report.section import section
from debtaudit.scoring.exceedance import CHANCES, exceedance

WIDE, NARROW = 320.0, 354.0
ONE_IN = {0.5: "1 in 2", 0.1: "1 in 10", 0.05: "1 in 20"}
STEPS = 36
"""Points of a curve."""
GRID = tuple(sorted({*CHANCES, RAREST, *(RAREST ** (step / STEPS) for step in range(STEPS + 1))}))


@section("index", place=72, share="third", side=2)
def next_quarter(audit: Audit) -> Iterator[Block]:
    """Yield the curve; nothing where nothing costs anything."""
    curves = _curves(audit.items, decisions(audit), audit.policy.effectiveness)
    if not curves or not max(curves[0].values()):
        return
    yield Heading("What next quarter may cost", "Chance that it costs more than so much")
    yield _picture(curves, Prices.of(audit))


def _curves(items: Sequence[Item], chosen: Sequence[Item], effectiveness: float) -> list[Curve]:
    """Return what is exceeded with each chance: today, and where something is to be decided, after that.

    Both are drawn at random, each finding with its own seed: what a repair seems to add is chance, and left out.
    """
    if not items:
        return []
    today = exceedance(items, chances=GRID)
    if not chosen:
        return [today]
    after = exceedance(items, {item.id for item in chosen}, effectiveness, GRID)
    return [today, {chance: min(amount, today[chance]) for chance, amount in after.items()}]


def _picture(curves: Sequence[Curve], prices: Prices) -> Picture:
    names = ("today", "after")[: len(curves)]
    told = [Told(each, ONE_IN[each], tuple(prices.amount(one[each]) for one in curves)) for each in CHANCES]
    scale = (prices.amount(0), prices.amount(max(curves[0].values())))
    says = "; ".join(f"{each.name} quarters costs more than {_either(each.amounts)}" for each in told) + "."
    drawn = [curve(curves, names, told, scale, across, says) for across in (WIDE, NARROW)]
    return Picture(drawn[0], drawn[1], _table(told, len(curves)))


def _either(amounts: tuple[str, ...]) -> str:
    return amounts[0] if len(amounts) == 1 else f"{amounts[0]} today, and {amounts[1]} after the decisions"


def _table(told: Sequence[Told], number: int) -> Table:
    titles = ("Chance that it costs more than", "Today", "After the decisions")[: number + 1]
    columns = tuple(Column(title, numeric=bool(place)) for place, title in enumerate(titles))
    rows = tuple(
        (Cell(line(f"{percent(each.chance)} ({each.name})")), *(Cell(line(amount)) for amount in each.amounts))
        for each in told
    )
    return Table(columns, rows, "What next quarter may cost")
