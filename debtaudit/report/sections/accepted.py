"""What was accepted, by whom and until when. It is still counted in the totals."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.report.blocks import Block, Entries, Entry, Heading, Paragraph, Run, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.choices import Prices
from debtaudit.report.links import BACKLOG, to_item
from debtaudit.report.phrases import count, day, upper
from debtaudit.report.section import section

MOST, NAME, WHO = 3, 56, 28


@section("index", place=100, share="half", side=2)
def accepted(audit: Audit) -> Iterator[Block]:
    """Yield the accepted findings, dearest first."""
    items = sorted(
        (item for item in audit.items if item.state == "accepted"), key=lambda item: -item.risk.interest.mean
    )
    if not items:
        return
    yield Heading("What we accept for now", "Still counted in what it costs")
    yield Entries(tuple(_entry(item, Prices.of(audit)) for item in items[:MOST]))
    if len(items) > MOST:
        rest = Run(count(len(items) - MOST, "more accepted debt"), href=f"{BACKLOG}#accepted")
        yield Paragraph(line("And ", rest, " in the backlog."))


def _entry(item: Item, prices: Prices) -> Entry:
    finding, decision = item.finding, item.decision
    by = shortened(str(decision.approver or ""), WHO) if decision else ""
    until = day(decision.expires_at) if decision else ""
    told = [f"accepted by {by}" if by else "", f"until {until}" if until else "", *item.notes]
    name = shortened(f"{finding.asset.label}: {finding.debt.name[:1].lower()}{finding.debt.name[1:]}", NAME)
    return Entry(line(Run(name, href=to_item(item.id))), shortened(upper(", ".join(filter(None, told))), NAME + WHO),
                 f"{prices.span(item.risk.interest)} a quarter")  # fmt: skip
