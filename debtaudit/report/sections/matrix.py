"""Where the risk sits: the risk matrix as a picture, with the decisions as numbers and everything else counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import exp

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.risk import Range
from debtaudit.report.blocks import Block, Cell, Column, Heading, Picture, Table, line
from debtaudit.report.charts.axes import IMPACT, cell
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.charts.matrix import Axis, Pin, matrix
from debtaudit.report.choices import Prices, decisions, pinned
from debtaudit.report.phrases import SIGNS, count, exact, percent, upper
from debtaudit.report.section import section
from debtaudit.report.sums import scaled

WIDE, NARROW = 420, 354
WHISKERS, NAME = 3, 50


@section("index", place=60, share="less", side=2)
def risk_matrix(audit: Audit) -> Iterator[Block]:
    """Yield the matrix, where there is anything to draw."""
    if not audit.items:
        return
    shown = pinned(audit)
    numbers = "decisions" if decisions(audit) else "debts below"
    yield Heading("Where the risk sits", f"Discs are the {numbers}, small figures count the others")
    yield _picture(audit, shown)


def _picture(audit: Audit, shown: Sequence[Item]) -> Picture:
    materiality, prices = audit.policy.materiality, Prices.of(audit)
    pins = [
        Pin(str(place), chance(item), scaled(item.risk.loss.event, 1 / materiality), whiskers=place <= WHISKERS)
        for place, item in enumerate(shown, 1)
    ]
    ids = {item.id for item in shown}
    others = Counter(_cell(item, materiality) for item in audit.items if item.id not in ids)
    axis = _axis(materiality, audit.currency)
    says = _says(shown, sum(others.values()), prices)
    return Picture(
        matrix(pins, others, axis, WIDE, says),
        matrix(pins, others, axis, NARROW, says),
        _table(shown, prices) if shown else None,
    )


def _axis(materiality: float, currency: str) -> Axis:
    """Name the cuts; a currency that has no sign, only a code, is named once below them."""
    sign = currency if currency in SIGNS else ""
    unit = f", {currency}" if currency and not sign else ""
    return Axis([exact(each * materiality, sign) for each in IMPACT[1:-1]], f"loss of one event{unit}")


def chance(item: Item) -> Range:
    """Return the probability of at least one event in a quarter; its range follows from that of the events."""
    likelihood = item.risk.likelihood
    return Range(likelihood.probability, 1 - exp(-likelihood.events.p10), 1 - exp(-likelihood.events.p90))


def _cell(item: Item, materiality: float) -> tuple[int, int]:
    return cell(item.risk.likelihood.probability, item.risk.loss.event.mean / materiality)


def _says(shown: Sequence[Item], others: int, prices: Prices) -> str:
    each = "; ".join(f"{place} {_told(item, prices)}" for place, item in enumerate(shown, 1))
    rest = f" {upper(count(others, 'other debt lies', 'other debts lie'))} around them." if others else ""
    return f"Chance of an event in a quarter, and loss of one event: {each}.{rest}"


def _told(item: Item, prices: Prices) -> str:
    chance_, loss = percent(item.risk.likelihood.probability), prices.amount(item.risk.loss.event.mean)
    return f"{item.finding.asset.label}, {chance_} and {loss}"


def _table(shown: Sequence[Item], prices: Prices) -> Table:
    columns = (
        Column("No."),
        Column("Debt"),
        Column("Chance in a quarter", numeric=True),
        Column("Loss of one event", numeric=True),
    )
    return Table(columns, tuple(_row(str(place), item, prices) for place, item in enumerate(shown, 1)))


def _row(number: str, item: Item, prices: Prices) -> tuple[Cell, ...]:
    likely, loss = chance(item), item.risk.loss.event
    name = line(shortened(f"{item.finding.asset.label}: {item.finding.debt.name}", NAME * 2))
    return (
        Cell(line(number)),
        Cell(name),
        Cell(line(f"{percent(likely.mean)} ({percent(likely.p10)} to {percent(likely.p90)})")),
        Cell(line(f"{prices.amount(loss.mean)} ({prices.span(loss)})")),
    )
