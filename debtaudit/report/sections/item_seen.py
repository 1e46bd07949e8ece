"""What a finding rests on: each statement with the place where it is written, and the incidents counted for it."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Evidence, Item
from debtaudit.domain.incident import Incident
from debtaudit.domain.phrases import count, day, upper
from debtaudit.report.blocks import (
    Block,
    Cell,
    Column,
    Entries,
    Entry,
    Heading,
    Paragraph,
    Run,
    Subheading,
    Table,
    line,
)
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.links import outside
from debtaudit.report.section import section

MOST, TITLE, VALUE = 10, 90, 200


@section("item", place=60, share="half")
def item_seen(audit: Audit, item: Item) -> Iterator[Block]:
    """Yield the evidence and the incidents."""
    yield Heading("What it rests on")
    if item.finding.evidence:
        columns = (Column("Fact"), Column("Value"), Column("Written in"))
        yield Table(columns, tuple(_row(each) for each in item.finding.evidence), "Evidence")
    else:
        yield Paragraph(line("On the asset as a whole: no single fact was quoted."))
    if item.incidents:
        yield Subheading(upper(count(len(item.incidents), "incident")) + " counted for it")
        yield Entries(tuple(_incident(id_, audit.incident(id_)) for id_ in reversed(item.incidents[-MOST:])))
        if len(item.incidents) > MOST:
            yield Paragraph(line(f"And {count(len(item.incidents) - MOST, 'earlier one')}."))


def _row(evidence: Evidence) -> tuple[Cell, ...]:
    return (Cell(line(Run(evidence.fact, "code"))), Cell(line(shortened(evidence.value, VALUE))),
            Cell(line(Run(evidence.place.line_only, "code"))))  # fmt: skip


def _incident(id_: str, incident: Incident | None) -> Entry:
    if incident is None:
        return Entry(line(id_))
    when = day(incident.known_at.date()) if incident.known_at else ""
    address = outside(incident.url)
    name = shortened(str(incident.title or id_), TITLE)
    told = [id_ if incident.title else "", f"found by {incident.detected_by}" if incident.detected_by else ""]
    return Entry(line(Run(name, href=address) if address else name), upper(", ".join(filter(None, told))), when)
