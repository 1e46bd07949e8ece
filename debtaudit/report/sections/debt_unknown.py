"""Where nobody could tell whether a debt is there."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Debt
from debtaudit.report.blocks import Block, Entries, Entry, Heading, Paragraph, Run, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.choices import Prices
from debtaudit.report.links import to_asset
from debtaudit.report.lists import facts_of
from debtaudit.report.section import section

MOST, NAME = 30, 90


@section("debt", place=50)
def debt_unknown(audit: Audit, debt: Debt) -> Iterator[Block]:
    """Yield the open questions, the one first that is worth most to answer."""
    questions = audit.open_of(debt.slug)
    if not questions:
        return
    prices = Prices.of(audit)
    yield Heading("Where nobody could tell", "Not the same as fine")
    yield Entries(tuple(
        Entry(line(Run(shortened(each.gap.asset.label, NAME), href=to_asset(each.gap.asset.id))),
              f"{facts_of(each)} would tell", f"may cost {prices.amount(each.interest)} a quarter")
        for each in questions[:MOST]
    ))  # fmt: skip
    if len(questions) > MOST:
        yield Paragraph(line(f"And {len(questions) - MOST:,} more."))
