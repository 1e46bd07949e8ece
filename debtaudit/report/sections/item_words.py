"""A finding's price in one paragraph: where each number comes from, and what would put it into another lane."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.report.blocks import Block, Heading, Paragraph, line
from debtaudit.report.explanation import paragraph
from debtaudit.report.section import section


@section("item", place=40, share="half")
def item_words(audit: Audit, item: Item) -> Iterator[Block]:
    """Yield the paragraph."""
    yield Heading("In words")
    yield Paragraph(line(paragraph(item, audit)))
