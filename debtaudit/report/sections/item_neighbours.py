"""What else was found on the same asset, and on those that it takes from and gives to directly."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.report.blocks import Block, Entries, Heading, Paragraph, Run, Subheading, line
from debtaudit.report.links import to_asset
from debtaudit.report.lists import entries_of
from debtaudit.report.section import section

MOST = 8


@section("item", place=100, share="half")
def item_neighbours(audit: Audit, item: Item) -> Iterator[Block]:
    """Yield the neighbours."""
    asset = item.finding.asset
    beside = [each for each in audit.on(asset.id) if each.id != item.id]
    near = {link.provider for link in audit.links_into(asset.id)} - {asset.id}
    yield Heading("Close by", "Work on one is often the moment for the other")
    yield Subheading("On the same asset")
    if beside:
        yield Entries(entries_of(audit, beside[:MOST], with_asset=False))
    else:
        yield Paragraph(line("Nothing else was found."))
    found = sorted((each for id_ in near for each in audit.on(id_)), key=lambda each: each.rank)
    if found:
        yield Subheading("On what it takes from")
        yield Entries(entries_of(audit, found[:MOST], with_asset=True))
    yield Paragraph(line(Run("See its neighbourhood on the map", href=to_asset(asset.id)), "."))
