"""What most systems rest on: the few assets that a board should know by name, with what is known of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from debtaudit.domain.asset import System
from debtaudit.domain.audit import Audit, Support
from debtaudit.domain.phrases import KINDS, upper
from debtaudit.report.blocks import Block, Entries, Entry, Heading, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.choices import owner
from debtaudit.report.section import section

MOST, NAME, WHO = 4, 42, 28


@section("index", place=95, share="third", side=2, first=True)
def supports(audit: Audit) -> Iterator[Block]:
    """Yield the assets that most systems rest on; nothing where every asset serves one system."""
    if not audit.supports:
        return
    systems = sum(isinstance(each, System) for each in audit.inventory.assets.values())
    found = Counter(item.finding.asset.id for item in audit.items)
    unknown = Counter(gap.asset.id for gap in audit.detected.gaps)
    yield Heading("What most systems rest on", "A fault in one of these reaches so many systems")
    yield Entries(tuple(
        _entry(audit, each, systems, found[each.asset.id], unknown[each.asset.id]) for each in audit.supports[:MOST]
    ))  # fmt: skip


def _entry(audit: Audit, support: Support, systems: int, found: int, unknown: int) -> Entry:
    asset = support.asset
    who = shortened(owner(audit, asset), WHO) or "no owner"
    told = f"{KINDS.get(asset.kind, asset.kind)}, {who}; {found:,} found, {unknown:,} unknown"
    return Entry(line(shortened(asset.label, NAME)), upper(told), f"{support.systems:,} of {systems:,} systems")
