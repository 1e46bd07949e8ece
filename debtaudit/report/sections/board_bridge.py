"""What changed since the last quarter, as a bridge from its open debt to today's."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.ledger.review import Review
from debtaudit.report.blocks import Block, Heading
from debtaudit.report.section import of_quarter
from debtaudit.report.statement import bridge_of


@of_quarter("index", place=40, share="half")
def board_bridge(review: Review) -> Iterator[Block]:
    """Yield the bridge; nothing in the first quarter."""
    made = review.comparison
    if made:
        yield Heading(f"From {made.before.quarter.label} to {review.quarter.label}", "Open debt, cost a quarter")
        yield bridge_of(made)
