"""How far a fault travels from a finding's asset: the ways to the systems, and what it costs on each."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import count
from debtaudit.report.blocks import Block, Heading, Paragraph, line
from debtaudit.report.section import section
from debtaudit.report.travel import on_systems, travel


@section("item", place=80)
def item_reach(audit: Audit, item: Item) -> Iterator[Block]:
    """Yield the picture and the losses; a sentence where a fault reaches no system."""
    systems = item.risk.loss.systems
    if not systems:
        yield Heading("How far it reaches")
        yield Paragraph(line("It reaches no system that is described, so its events cost the people who mend them."))
        return
    yield Heading(f"How far it reaches: {count(len(systems), 'system')}",
                  "The stronger the line, the more of the damage arrives")  # fmt: skip
    if any(len(each.path) > 1 for each in systems):
        yield travel(audit, item)
    yield on_systems(audit, item)
