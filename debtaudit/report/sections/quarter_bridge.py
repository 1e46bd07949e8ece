"""The quarter's statement: opening, what each cause added or took away, closing."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.ledger.review import Review
from debtaudit.report.blocks import Block, Heading
from debtaudit.report.section import of_quarter
from debtaudit.report.statement import bridge_of


@of_quarter("quarter", place=20, share="half")
def quarter_bridge(review: Review) -> Iterator[Block]:
    """Yield the bridge; nothing in the first quarter."""
    if review.comparison:
        yield Heading(
            f"From {review.comparison.before.quarter.label} to {review.quarter.label}", "Open debt, cost a quarter"
        )
        yield bridge_of(review.comparison)
