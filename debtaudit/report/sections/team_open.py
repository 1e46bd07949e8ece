"""What nobody could tell about a team's assets, those first that are worth most to answer."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.report.blocks import Block, Entries, Heading, Paragraph, line
from debtaudit.report.lists import questions_of
from debtaudit.report.owners import Owner
from debtaudit.report.section import section

MOST = 12


@section("team", place=40, share="half")
def team_open(audit: Audit, owner: Owner) -> Iterator[Block]:
    """Yield the open questions."""
    if not owner.questions:
        return
    yield Heading("Still to answer", "Not the same as fine; the first is worth most to find out")
    yield Entries(questions_of(audit, owner.questions[:MOST], with_asset=True))
    if len(owner.questions) > MOST:
        yield Paragraph(line(f"And {len(owner.questions) - MOST:,} more."))
