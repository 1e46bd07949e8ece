"""What nobody could tell about a finding's asset: never the same as fine."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.report.blocks import Block, Entries, Heading, Paragraph, line
from debtaudit.report.lists import questions_of
from debtaudit.report.section import section

MOST = 8


@section("item", place=110, share="half")
def item_unknown(audit: Audit, item: Item) -> Iterator[Block]:
    """Yield the open questions of the asset."""
    asset = item.finding.asset
    questions = audit.open_on(asset.id)
    yield Heading("Not known here", "Never the same as fine")
    if questions:
        yield Entries(questions_of(audit, questions[:MOST], with_asset=False))
        if len(questions) > MOST:
            yield Paragraph(line(f"And {len(questions) - MOST:,} more."))
    else:
        yield Paragraph(line("Every question about this asset has an answer."))
