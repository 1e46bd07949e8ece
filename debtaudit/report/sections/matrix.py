"""Where the risk sits: the risk matrix as a picture, with the decisions as numbers and everything else counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import SIGNS, count, exact, percent, upper
from debtaudit.domain.risk import Range
from debtaudit.ledger.amounts import whole
from debtaudit.ledger.compare import lines_before
from debtaudit.ledger.review import Review
from debtaudit.ledger.snapshot import Line
from debtaudit.report.blocks import Block, Cell, Column, Heading, Picture, Table, line
from debtaudit.report.charts.axes import IMPACT, cell
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.charts.matrix import Axis, Pin, matrix
from debtaudit.report.choices import Prices, decisions, pinned
from debtaudit.report.section import of_either
from debtaudit.report.sums import scaled

WIDE, NARROW = 420, 354
WHISKERS, NAME = 3, 50


@of_either("index", place=60, share="less", side=2)
def risk_matrix(audit: Audit, review: Review | None = None) -> Iterator[Block]:
    """Yield the matrix, where there is anything to draw; with a review, the places of last quarter too."""
    if not audit.items:
        return
    shown = pinned(audit)
    numbers = "decisions" if decisions(audit) else "debts below"
    before = _before(review, shown)
    hint = f"Discs are the {numbers}, small figures count the others"
    if before.lines:
        hint = f"{upper(numbers)} as discs, {before.label} as rings, others counted"
    yield Heading("Where the risk sits", hint)
    yield _picture(audit, shown, before)


@dataclass(frozen=True, slots=True)
class Before:
    """The last quarter's name, and its lines of what is shown now, by finding."""

    label: str = ""
    lines: Mapping[str, Line] = field(default_factory=dict)


def _before(review: Review | None, shown: Sequence[Item]) -> Before:
    """Return what was frozen of findings last quarter; nothing where amounts were in other money."""
    made = review.comparison if review else None
    if not made or made.before.currency != made.after.currency:
        return Before()
    lines = lines_before(made)
    return Before(made.before.quarter.label, {item.id: lines[item.id] for item in shown if item.id in lines})


def _picture(audit: Audit, shown: Sequence[Item], before: Before) -> Picture:
    materiality, prices = audit.policy.materiality, Prices.of(audit)
    sure = WHISKERS if not before.lines else 1
    old = {id_: (line_.chance, whole(line_.loss) / materiality) for id_, line_ in before.lines.items()}
    pins = [
        Pin(str(place), chance(item), scaled(item.risk.loss.event, 1 / materiality), place <= sure, old.get(item.id))
        for place, item in enumerate(shown, 1)
    ]
    ids = {item.id for item in shown}
    others = Counter(_cell(item, materiality) for item in audit.items if item.id not in ids)
    axis = _axis(materiality, audit.currency)
    says = _says(shown, sum(others.values()), prices, before)
    return Picture(
        matrix(pins, others, axis, WIDE, says),
        matrix(pins, others, axis, NARROW, says),
        _table(shown, prices, before) if shown else None,
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


def _says(shown: Sequence[Item], others: int, prices: Prices, before: Before) -> str:
    told = (f"{place} {_told(item, prices)}{_was(item, prices, before)}" for place, item in enumerate(shown, 1))
    rest = f" {upper(count(others, 'other debt lies', 'other debts lie'))} around them." if others else ""
    return f"Chance of an event in a quarter, and loss of one event: {'; '.join(told)}.{rest}"


def _told(item: Item, prices: Prices) -> str:
    chance_, loss = percent(item.risk.likelihood.probability), prices.amount(item.risk.loss.event.mean)
    return f"{item.finding.asset.label}, {chance_} and {loss}"


def _was(item: Item, prices: Prices, before: Before) -> str:
    was = before.lines.get(item.id)
    return f" (in {before.label} {percent(was.chance)} and {prices.amount(whole(was.loss))})" if was else ""


def _table(shown: Sequence[Item], prices: Prices, before: Before) -> Table:
    columns: tuple[Column, ...] = (
        Column("No."),
        Column("Debt"),
        Column("Chance in a quarter", numeric=True),
        Column("Loss of one event", numeric=True),
    )
    if before.lines:
        columns += (Column(f"In {before.label}", numeric=True),)
    return Table(columns, tuple(_row(str(place), item, prices, before) for place, item in enumerate(shown, 1)))


def _row(number: str, item: Item, prices: Prices, before: Before) -> tuple[Cell, ...]:
    likely, loss = chance(item), item.risk.loss.event
    name = line(shortened(f"{item.finding.asset.label}: {item.finding.debt.name}", NAME * 2))
    cells = (
        Cell(line(number)),
        Cell(name),
        Cell(line(f"{percent(likely.mean)} ({percent(likely.p10)} to {percent(likely.p90)})")),
        Cell(line(f"{prices.amount(loss.mean)} ({prices.span(loss)})")),
    )
    if not before.lines:
        return cells
    was = before.lines.get(item.id)
    return *cells, Cell(line(f"{percent(was.chance)}, {prices.amount(whole(was.loss))}" if was else "not found"))
