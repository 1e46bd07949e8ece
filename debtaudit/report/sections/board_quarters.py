"""Open debt of the last quarters, by the kind of asset that it is on, on the board's page."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.phrases import count, upper
from debtaudit.ledger.review import Review
from debtaudit.report.blocks import Block, Heading
from debtaudit.report.section import of_quarter
from debtaudit.report.statement import QUARTERS, quarters_of


@of_quarter("index", place=50, share="half")
def board_quarters(review: Review) -> Iterator[Block]:
    """Yield the quarters; nothing where there is only one."""
    if review.comparison:
        shown = min(QUARTERS, len(review.earlier) + 1)
        yield Heading(f"{upper(count(shown, 'quarter'))}, by kind of asset", "Open debt, cost a quarter")
        yield quarters_of((*review.earlier, review.snapshot))
