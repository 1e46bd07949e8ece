"""A finding's title: the debt and its asset, what was seen, and where the finding stands in the backlog."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import KINDS, sentence
from debtaudit.report.blocks import Block, Line, Run, Title, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.explanation import LANES
from debtaudit.report.links import BACKLOG, to_asset, to_debt, to_owner
from debtaudit.report.owners import owner_id, owner_name
from debtaudit.report.section import section

NAME, SEEN = 90, 600


@section("item", place=10, share="more")
def item_title(audit: Audit, item: Item) -> Iterator[Block]:
    """Yield the title."""
    finding = item.finding
    asset = Run(shortened(finding.asset.label, NAME), "risk")
    yield Title(
        line(shortened(finding.debt.name, NAME), " on ", asset),
        (line(sentence(shortened(finding.message, SEEN))), _stands(audit, item)),
    )


def _stands(audit: Audit, item: Item) -> Line:
    finding, owner = item.finding, owner_id(item.finding.asset)
    kind = KINDS.get(finding.asset.kind, finding.asset.kind)
    lane = Run(LANES[item.risk.lane], href=f"{BACKLOG}#{item.risk.lane.replace('_', '-')}")
    who = Run(shortened(owner_name(audit, owner), NAME), href=to_owner(owner))
    on_map = Run(f"The {kind} on the map", href=to_asset(finding.asset.id))
    debt = Run("what this debt is", href=to_debt(finding.debt.slug))
    rank = f"Rank {item.rank:,} of {len(audit.items):,}, lane "
    return line(rank, lane, f", band {item.risk.band}. Owner: ", who, ". ", on_map, "; ", debt, ".")
