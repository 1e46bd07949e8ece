"""What debts cost across the borders of teams: what this one bears for others, and what falls on others from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import listed
from debtaudit.report.blocks import Block, Entries, Entry, Heading, Paragraph, Run, Subheading, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.choices import Prices
from debtaudit.report.links import to_item
from debtaudit.report.owners import Crossing, Owner, owner_id, owner_name
from debtaudit.report.section import section

MOST, NAME, SYSTEMS = 6, 80, 3


@section("team", place=50, share="half")
def team_bears(audit: Audit, owner: Owner) -> Iterator[Block]:
    """Yield both directions; nothing where no damage crosses."""
    if not owner.bears and not owner.causes:
        return
    yield Heading("Across teams", "Expected loss a quarter on systems of another owner")
    if owner.bears:
        yield Subheading("What others' debts cost this team")
        yield Entries(tuple(_entry(audit, each, owner_id(each.item.finding.asset)) for each in owner.bears[:MOST]))
        yield from _more(owner.bears)
    if owner.causes:
        yield Subheading("What its debts cost others")
        yield Entries(tuple(_entry(audit, each, each.other) for each in owner.causes[:MOST]))
        yield from _more(owner.causes)


def _entry(audit: Audit, crossing: Crossing, other: str) -> Entry:
    finding = crossing.item.finding
    name = shortened(f"{finding.debt.name} on {finding.asset.label}", NAME)
    labels = [audit.inventory.assets[id_].label for id_ in crossing.systems[:SYSTEMS]]
    where = listed(labels) if len(crossing.systems) <= SYSTEMS else f"{', '.join(labels)} and more"
    who = owner_name(audit, other)
    return Entry(line(Run(name, href=to_item(crossing.item.id))), shortened(f"{who}; on {where}", NAME * 2),
                 Prices.of(audit).amount(crossing.cost))  # fmt: skip


def _more(crossings: Sequence[Crossing]) -> Iterator[Block]:
    if len(crossings) > MOST:
        yield Paragraph(line(f"And {len(crossings) - MOST:,} smaller ones."))
