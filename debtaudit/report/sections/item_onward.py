"""The findings before and after this one in the backlog."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.report.blocks import Block, Onward
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.links import to_item
from debtaudit.report.section import section

NAME = 70


@section("item", place=120)
def item_onward(audit: Audit, item: Item) -> Iterator[Block]:
    """Yield the way to both; nothing where the finding is the only one."""
    before, after = (_step(audit, item.rank + step) for step in (-1, 1))
    if before[1] or after[1]:
        yield Onward(before, after)


def _step(audit: Audit, rank: int) -> tuple[str, str]:
    """Return name and address of the finding of a rank; both empty where there is none."""
    if not 1 <= rank <= len(audit.items):
        return "", ""
    item = audit.items[rank - 1]
    name = shortened(f"{rank:,}  {item.finding.debt.name} on {item.finding.asset.label}", NAME)
    return name, to_item(item.id)
