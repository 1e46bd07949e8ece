"""What to do about a finding: the steps, what comes first, what was decided, and where the work is tracked."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.decision import Decision
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import day, sentence, upper
from debtaudit.report.blocks import Block, Heading, Line, Paragraph, Run, Steps, Subheading, line, marked
from debtaudit.report.links import outside, to_item
from debtaudit.report.section import section


@section("item", place=70, share="half")
def item_way_out(audit: Audit, item: Item) -> Iterator[Block]:
    """Yield the steps and the decision."""
    debt = item.finding.debt
    yield Heading("What to do")
    yield Steps(tuple(marked(step) for step in debt.remediation))
    if first := _first(audit, item):
        yield Paragraph(first)
    if debt.if_it_waits:
        yield Subheading("If it waits")
        yield Paragraph(line(sentence(debt.if_it_waits)))
    if item.decision:
        yield Subheading("Decided")
        yield Paragraph(_decided(item.decision))
    for note in item.notes:
        yield Paragraph(line(sentence(note)))


def _first(audit: Audit, item: Item) -> Line:
    """Name the findings on the same asset whose repair this one's rests on."""
    before = [each for each in audit.on(item.finding.asset.id) if each.finding.debt.slug in item.finding.debt.after]
    if not before:
        return ()
    parts: list[str | Run] = ["Repair first: "]
    for place, each in enumerate(before):
        parts += [", " if place else "", Run(each.finding.debt.name, href=to_item(each.id))]
    return (*parts, ".")


def _decided(decision: Decision) -> Line:
    by = f" by {decision.approver or decision.owner}" if decision.approver or decision.owner else ""
    since = f" on {day(decision.decided_at)}" if day(decision.decided_at) else ""
    until = f" until {day(decision.expires_at)}" if day(decision.expires_at) else ""
    told = upper(f"{decision.state.replace('_', ' ')}{by}{since}{until}. ")
    written = Run(decision.place.line_only, "code") if decision.place.file else ""
    return line(told, f"{sentence(str(decision.reason or ''))} ".lstrip(), *_ticket(decision), written)


def _ticket(decision: Decision) -> Iterator[str | Run]:
    if decision.ticket:
        address = outside(decision.ticket)
        yield "Ticket: "
        yield Run(str(decision.ticket), href=address) if address else str(decision.ticket)
        yield ". "
