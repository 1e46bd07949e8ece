"""How sure the figures are: what they rest on, and which assumptions stand behind them."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import count, percent, signed, upper
from debtaudit.report.blocks import Block, Cell, Column, Heading, Paragraph, Picture, Subheading, Table, line
from debtaudit.report.charts.bars import Bar
from debtaudit.report.charts.stripe import stripe
from debtaudit.report.choices import Prices
from debtaudit.report.section import section
from debtaudit.report.sums import parts

WIDE, NARROW = 320, 354
GRADES = (("A", "Measured, or it has happened", "series-1"), ("B", "Stated facts", "series-2"),
          ("C", "Answers with evidence", "series-3"), ("D", "Unsupported", "hollow"))  # fmt: skip


@section("index", place=76, share="third", side=2)
def how_sure_we_are(audit: Audit) -> Iterator[Block]:
    """Yield what the cost rests on, and the assumptions behind it."""
    yield Heading("How sure we are", "Share of the quarterly cost by what it rests on" if audit.items
                  else "What the audit rests on")  # fmt: skip
    if audit.items:
        yield _picture(audit)
    yield Subheading("Assumed")
    yield Paragraph(line(" ".join(_assumptions(audit))))


def _picture(audit: Audit) -> Picture:
    shares = {part.name: part.share for part in parts(audit.items, lambda item: item.risk.confidence)}
    bars = [Bar(f"{grade}  {name}", shares.get(grade, 0.0), percent(shares.get(grade, 0.0)), role=role)
            for grade, name, role in GRADES]  # fmt: skip
    says = "; ".join(f"{bar.name} {bar.says}" for bar in bars) + "."
    table = Table((Column("Rests on"), Column("Share of cost", numeric=True)),
                  tuple((Cell(line(bar.name)), Cell(line(bar.says))) for bar in bars))  # fmt: skip
    return Picture(stripe(bars, WIDE, says), stripe(bars, NARROW, says), table)


def _assumptions(audit: Audit) -> Iterator[str]:
    untouched, all_ = audit.policy.defaults()
    yield f"{untouched} of {all_} settings stand at their defaults."
    yield _day(audit)
    if not audit.money_known:
        yield "No system states its revenue: amounts are relative units, good for order and proportion only."
    number = len(audit.inventory.incidents)
    if not number:
        yield "No incident is on record: likelihoods rest on rates from the catalogue alone."
    elif audit.unexplained:
        odd = count(len(audit.unexplained), "is", "are").replace(" ", f" of {count(number, 'incident')} ")
        yield f"{upper(odd)} on assets without known debt."
    else:
        yield f"{upper(count(number, 'incident is', 'incidents are'))} on record, each on an asset with known debt."


def _day(audit: Audit) -> str:
    cost = f"{signed(audit.currency)}{audit.policy.day_cost:,.0f}"
    if Prices.of(audit).priced:
        return f"An engineer-day is priced at {cost}."
    return f"No price of an engineer-day is stated: {cost} is assumed, and repairs are told in days."
