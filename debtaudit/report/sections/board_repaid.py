"""What was paid down since the last quarter, the dearest first."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.phrases import count, days, money, upper
from debtaudit.ledger.amounts import whole
from debtaudit.ledger.compare import Change
from debtaudit.ledger.review import Review
from debtaudit.ledger.snapshot import split
from debtaudit.report.blocks import Block, Entries, Entry, Heading, Paragraph, Run, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.section import of_quarter

MOST, NAME = 3, 56


@of_quarter("index", place=95, share="third", side=2)
def board_repaid(review: Review) -> Iterator[Block]:
    """Yield what is not found any more; nothing in the first quarter."""
    made = review.comparison
    if not made:
        return
    repaid = made.of("repaid")
    yield Heading("What we paid down", f"What it cost a quarter in {made.before.quarter.label}")
    if not repaid:
        yield Paragraph(line("Nothing was paid down."))
        return
    yield Entries(tuple(_entry(review, each) for each in repaid[:MOST]))
    if len(repaid) > MOST:
        rest = Run(f"{count(len(repaid) - MOST, 'more')}", href="quarter.html#repaid")
        yield Paragraph(line("And ", rest, " in the quarter's statement."))


def _entry(review: Review, each: Change) -> Entry:
    debt, asset = split(each.finding)
    known = review.audit.inventory.assets.get(asset)
    name = f"{known.label if known else asset}: {debt.replace('-', ' ')}"
    saved = money(abs(whole(each.amounts.interest)), review.audit.currency)
    took = days(abs(whole(each.amounts.days)))
    return Entry(line(shortened(upper(name), NAME)), f"{took} of repair", saved)
