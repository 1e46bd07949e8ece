"""How far one fault reaches: the strongest ways from one finding's asset to the systems that the business lives on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import count
from debtaudit.report.blocks import Block, Heading
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.choices import pinned
from debtaudit.report.section import section
from debtaudit.report.travel import on_systems, travel

NAME = 30


@section("index", place=70, share="more", side=2)
def one_fault(audit: Audit) -> Iterator[Block]:
    """Yield the picture of the first decision that reaches several systems, else of one that reaches any."""
    item = chosen(pinned(audit))
    if not item:
        return
    name = shortened(item.finding.asset.label, NAME)
    yield Heading(
        f"One fault, {count(len(item.risk.loss.systems), 'system')}",
        f"What a fault in {name} reaches; the stronger the line, the more arrives",
    )
    yield replace(travel(audit, item), numbers=on_systems(audit, item))


def chosen(items: Sequence[Item]) -> Item | None:
    """Return the first finding whose fault travels to several systems, else the first whose fault travels at all."""
    travelling = [item for item in items if any(len(each.path) > 1 for each in item.risk.loss.systems)]
    return next((item for item in travelling if len(item.risk.loss.systems) > 1), travelling[0] if travelling else None)
