"""What was accepted, by whom and until when, those first that end soon. It is still counted in the totals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import count, day, upper
from debtaudit.report.blocks import Block, Entries, Entry, Heading, Paragraph, Run, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.choices import Prices
from debtaudit.report.links import BACKLOG, to_item
from debtaudit.report.section import section
from debtaudit.scoring.decisions import SOON_DAYS, last_day

MOST, NAME, WHO = 3, 56, 28


@section("index", place=100, share="third", side=2)
def accepted(audit: Audit) -> Iterator[Block]:
    """Yield the accepted findings: first those whose acceptance ends within 30 days, then the dearest."""
    standing = (item for item in audit.items if item.state == "accepted")
    items = sorted(standing, key=lambda item: (not _soon(audit, item), -item.risk.interest.mean))
    if not items:
        return
    ending = sum(bool(_soon(audit, item)) for item in items)
    soon = f"; {count(ending, 'ends', 'end')} within {SOON_DAYS} days" if ending else ""
    yield Heading("What we accept for now", f"Still counted in what it costs a quarter{soon}")
    yield Entries(tuple(_entry(audit, item) for item in items[:MOST]))
    if len(items) > MOST:
        rest = Run(count(len(items) - MOST, "more accepted debt"), href=f"{BACKLOG}#accepted")
        yield Paragraph(line("And ", rest, " in the backlog."))


def _entry(audit: Audit, item: Item) -> Entry:
    finding, decision, until = item.finding, item.decision, _until(audit, item)
    by = shortened(str(decision.approver or ""), WHO) if decision else ""
    told = (f"until {day(until)}" if until else "", f"by {by}" if by else "")
    name = shortened(f"{finding.asset.label}: {finding.debt.name[:1].lower()}{finding.debt.name[1:]}", NAME)
    return Entry(line(Run(name, href=to_item(item.id))), upper(", ".join(filter(None, told))),
                 Prices.of(audit).span(item.risk.interest), _soon(audit, item))  # fmt: skip


def _until(audit: Audit, item: Item) -> date | None:
    """Return the day on which its acceptance ends; None where nobody said."""
    return last_day(item.decision, item.risk.band, audit.as_of) if item.decision else None


def _soon(audit: Audit, item: Item) -> str:
    """Say in how many days an acceptance ends, where that is soon: then somebody must decide again."""
    until = _until(audit, item)
    left = (until - audit.as_of).days if until else SOON_DAYS + 1
    if left > SOON_DAYS:
        return ""
    return f"Ends in {count(left, 'day')}" if left > 0 else "Ends today"
