"""How sure the figures are: what they rest on, and which assumptions stand behind them."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.report.blocks import Block, Cell, Column, Entries, Entry, Heading, Picture, Subheading, Table, line
from debtaudit.report.charts.bars import Bar
from debtaudit.report.charts.stripe import stripe
from debtaudit.report.choices import Prices
from debtaudit.report.phrases import count, percent, signed
from debtaudit.report.section import section
from debtaudit.report.sums import parts

WIDE, NARROW = 500, 354
GRADES = (("A", "Measured, or it has happened", "series-1"), ("B", "Stated facts", "series-2"),
          ("C", "Answers with evidence", "series-3"), ("D", "Unsupported", "hollow"))  # fmt: skip


@section("index", place=90, share="half", side=2)
def how_sure_we_are(audit: Audit) -> Iterator[Block]:
    """Yield what the cost rests on, and the assumptions behind it."""
    yield Heading("How sure we are", "Share of the quarterly cost by what it rests on" if audit.items
                  else "What the audit rests on")  # fmt: skip
    if audit.items:
        yield _picture(audit)
    yield Subheading("Assumed")
    yield Entries(tuple(_assumptions(audit)))


def _picture(audit: Audit) -> Picture:
    shares = {part.name: part.share for part in parts(audit.items, lambda item: item.risk.confidence)}
    bars = [Bar(f"{grade}  {name}", shares.get(grade, 0.0), percent(shares.get(grade, 0.0)), role=role)
            for grade, name, role in GRADES]  # fmt: skip
    says = "; ".join(f"{bar.name} {bar.says}" for bar in bars) + "."
    table = Table((Column("Rests on"), Column("Share of cost", numeric=True)),
                  tuple((Cell(line(bar.name)), Cell(line(bar.says))) for bar in bars))  # fmt: skip
    return Picture(stripe(bars, WIDE, says), stripe(bars, NARROW, says), table)


def _assumptions(audit: Audit) -> Iterator[Entry]:
    untouched, all_ = audit.policy.defaults()
    yield Entry(line("Settings still at their defaults"), "to be calibrated against what really happens",
                f"{untouched} of {all_}")  # fmt: skip
    yield _day(audit)
    if not audit.money_known:
        yield Entry(line("No system states its revenue"),
                    "amounts are relative units: only order and proportion count", "no money")  # fmt: skip
    if not audit.inventory.incidents:
        yield Entry(line("No incident is on record"), "likelihoods rest on rates from the catalogue alone", "none")
    else:
        number = len(audit.inventory.incidents)
        says = f"{count(len(audit.unexplained), 'is', 'are')} on assets without any known debt"
        yield Entry(line("Incidents on record"), says, f"{number:,}")


def _day(audit: Audit) -> Entry:
    cost = f"{signed(audit.currency)}{audit.policy.day_cost:,.0f}"
    if Prices.of(audit).priced:
        return Entry(line("Price of an engineer-day"), "stated by the organisation", cost)
    return Entry(line("Price of an engineer-day"), "not stated, so repairs are told in days", f"{cost} assumed")
