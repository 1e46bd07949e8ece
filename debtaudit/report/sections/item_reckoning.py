"""A finding's price as a reckoning: events times loss, and the friction beside them."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import percent, plain_number
from debtaudit.report.blocks import Block, Heading, Line, Paragraph, Reckoning, Run, Term, line
from debtaudit.report.choices import Prices
from debtaudit.report.links import to_item
from debtaudit.report.section import section

LEAST = 0.0005
"""Events a quarter below which nobody wants digits."""


@section("item", place=30)
def item_reckoning(audit: Audit, item: Item) -> Iterator[Block]:
    """Yield the reckoning, and a remark where only part of it counts in the total."""
    yield Heading("How the price comes about", "Means; below each its likely range, which holds in eight of ten cases")
    yield Reckoning(tuple(_terms(audit, item)))
    if item.overlaps:
        yield Paragraph(_covered(item.overlaps))


def _terms(audit: Audit, item: Item) -> Iterator[Term]:
    risk, prices = item.risk, Prices.of(audit)
    events = risk.likelihood.events
    chance = percent(risk.likelihood.probability)
    rate = f"{_rate(events.p10)} to {_rate(events.p90)}; {chance} for at least one"
    yield Term("", _rate(events.mean), "loss events a quarter", rate)
    yield Term("×", prices.amount(risk.loss.event.mean), "lost in one event", prices.span(risk.loss.event))
    yield Term("+", prices.amount(risk.carry), "friction, even without an event",
               f"{percent(audit.policy.carry)} of the repair a quarter, at severity {risk.severity:.2g}")  # fmt: skip
    yield Term("=", prices.amount(risk.interest.mean), "a quarter", prices.span(risk.interest))


def _covered(other: str) -> Line:
    return line("The same gap is counted with ", Run(other, href=to_item(other)),
                ": only the friction of this one is added to the total.")  # fmt: skip


def _rate(events: float) -> str:
    """Write events a quarter."""
    return "< 0.001" if 0 < events < LEAST else plain_number(events)
