"""What people wrote beside their answers about a team's assets."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.decision import Answer
from debtaudit.domain.phrases import day
from debtaudit.report.blocks import Block, Entries, Entry, Heading, Paragraph, Run, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.links import outside
from debtaudit.report.owners import Owner
from debtaudit.report.section import section

MOST, NOTE, NAME = 12, 300, 60


@section("team", place=60)
def team_said(audit: Audit, owner: Owner) -> Iterator[Block]:
    """Yield the notes and the evidence that answers gave, the newest first."""
    own = {asset.id for asset in owner.assets} | {owner.id}
    said = [each for each in audit.inventory.answers if each.asset in own and (each.note or each.evidence)]
    if not said:
        return
    said.sort(key=lambda each: (str(each.at or ""), each.question), reverse=True)
    yield Heading("What people said", "Notes and evidence beside their answers, the newest first")
    yield Entries(tuple(_entry(audit, each) for each in said[:MOST]))
    if len(said) > MOST:
        yield Paragraph(line(f"And {len(said) - MOST:,} older ones in the inventory."))


def _entry(audit: Audit, answer: Answer) -> Entry:
    asset = audit.inventory.assets.get(answer.asset)
    shown = str(answer.note or answer.evidence)
    address = outside(answer.evidence)
    words = Run(shortened(shown, NOTE), href=address) if address else Run(shortened(shown, NOTE))
    who = f", {shortened(str(answer.by), NAME)}" if answer.by else ""
    says = f"{answer.question} on {shortened(asset.label if asset else answer.asset, NAME)}{who}"
    return Entry(line(words), says, day(answer.at))
