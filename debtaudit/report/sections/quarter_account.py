"""The quarter's account in numbers, which add up."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.ledger.review import Review
from debtaudit.report.blocks import Block, Heading
from debtaudit.report.section import of_quarter
from debtaudit.report.statement import statement_table


@of_quarter("quarter", place=30, share="half")
def quarter_account(review: Review) -> Iterator[Block]:
    """Yield the account; nothing in the first quarter."""
    if review.comparison:
        yield Heading("The account", "Opening and parts add up to the closing")
        yield statement_table(review.comparison)
