"""The map's title: how much there is, and how to look at it."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import count, upper
from debtaudit.report.blocks import Block, Explorer, Title, line
from debtaudit.report.section import section


@section("map", place=10)
def map_title(audit: Audit) -> Iterator[Block]:
    """Yield the title."""
    assets = len(audit.inventory.assets)
    if not assets:
        yield Title(line("Nothing has been described yet, so there is nothing to draw."))
        return
    ends = {(link.provider, link.consumer) for link in audit.links}
    yield Title(
        line(f"{upper(count(assets, 'asset'))}, {count(len(ends), 'link')} between them."),
        (
            line(
                "Value flows from left to right, and so does damage. A whole map of this size tells nothing, so the "
                "picture shows where most damage travels; below it, every asset is listed with what it takes from "
                "and gives to."
            ),
        ),
    )
    yield Explorer(assets)
