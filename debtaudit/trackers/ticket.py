"""Finding + Risk -> Ticket: what a team is told of one finding, the same for every tracker.

The identity of a ticket is the finding's id, which stays the same from run to run. Its mark is a short word made of
the id, safe as a label everywhere, by which a ticket is found again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final, Literal

from debtaudit.domain.audit import Audit
from debtaudit.domain.decision import State
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import KINDS, count, day, days, listed, money, percent, sentence, span
from debtaudit.domain.risk import Lane
from debtaudit.trackers.block import Block, Blocks, Code, Heading, Line, Paragraph, Points, Strong, Table, Verbatim
from debtaudit.trackers.quiet import one_line, quiet

Priority = Literal[1, 2, 3, 4]
"""1 is the most urgent; every tracker has four steps under names of its own."""

LONGEST_TITLE: Final = 200
"""Characters of a title; trackers take 255, and escapes need some of them."""
LONGEST_LABEL: Final = 50
SHOWN: Final = 12
"""Rows of evidence, and systems, that a ticket shows."""
OURS: Final = "debtaudit"
PRIORITIES: Final[dict[Lane, Priority]] = {"now": 1, "next": 2, "later": 3, "find_out": 3, "accepted": 4}
LANES: Final[dict[Lane, str]] = {
    "now": "for now", "next": "next", "later": "later", "find_out": "to be found out first", "accepted": "accepted",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a tracker is told of one finding.

    `title` is one line in which nothing calls anybody. `blocks` say the same as long as finding and price are the
    same; `origin` says when and by what it was priced. `labels` are words of letters, digits, dots and dashes.
    """

    id: str
    mark: str
    rank: int
    title: str
    blocks: Blocks
    origin: Blocks
    labels: tuple[str, ...]
    priority: Priority
    lane: Lane
    state: State
    team: str
    days: float  # engineer-days that repaying takes
    due: date | None = None
    tracked: str = ""  # where it is tracked already, as somebody stated
    project: str = ""  # where the team keeps its tickets, and how it sorts them
    component: str = ""

    @property
    def body(self) -> Blocks:
        """All that a ticket says below its title."""
        return (*self.blocks, *self.origin)


def mark(finding_id: str) -> str:
    """Return the word by which a finding's ticket is found again: `debtaudit-2d5d65-fbc86f`.

    Its digits stand in two groups, so that no tracker takes them for a commit.
    """
    digits = sha256(finding_id.encode()).hexdigest()
    return f"{OURS}-{digits[:6]}-{digits[6:12]}"


def ticket(item: Item, audit: Audit) -> Ticket:
    """Return what a tracker is told of a finding of an audit."""
    finding, risk, decision = item.finding, item.risk, item.decision
    planned = decision if decision and item.state in {"planned", "in_progress"} else None
    return Ticket(
        id=item.id, mark=mark(item.id), rank=item.rank, title=_title(item), blocks=tuple(_blocks(item, audit)),
        origin=tuple(_origin(item, audit)), labels=_labels(item), priority=_priority(item), lane=risk.lane,
        state=item.state, team=str(finding.asset.owner or ""), days=round(risk.principal.days, 1),
        due=planned.expires_at if planned and isinstance(planned.expires_at, date) else None,
        tracked=one_line(str(decision.ticket)) if decision and decision.ticket else "",
    )  # fmt: skip


def _title(item: Item) -> str:
    """Name debt and asset; the asset by its id, so that no two findings share a title."""
    said = f"{item.finding.debt.name or item.finding.debt.slug} on {item.finding.asset.id}"
    return f"[debt] {quiet(one_line(said, LONGEST_TITLE))}"


def _labels(item: Item) -> tuple[str, ...]:
    return tuple(each[:LONGEST_LABEL] for each in (OURS, item.finding.debt.slug, item.finding.asset.kind))


def _priority(item: Item) -> Priority:
    """Follow the lane; what is for later and costs little comes last."""
    risk = item.risk
    return 4 if risk.lane == "later" and risk.band in {"low", "negligible"} else PRIORITIES[risk.lane]


def _blocks(item: Item, audit: Audit) -> Iterator[Block]:
    finding = item.finding
    yield Paragraph(_what(item))
    if finding.debt.definition:
        yield Paragraph((f"{finding.debt.name}: {sentence(finding.debt.definition)}",))
    yield Heading("Why it matters")
    yield from _why(item, audit)
    if finding.debt.remediation:
        yield Heading("What to do")
        yield Points(tuple((step,) for step in finding.debt.remediation), ordered=True)
    if finding.evidence:
        yield Heading("What it rests on")
        yield _evidence(item)
    yield from _remarks(item)


def _what(item: Item) -> Line:
    asset = item.finding.asset
    kind = {"undescribed": "asset"}.get(asset.kind, KINDS.get(asset.kind, asset.kind))
    named = f" ({asset.label})" if asset.label != asset.id else ""
    return (f"On the {kind} ", Code(asset.id), f"{named}: {item.finding.message.rstrip('. ')}.")


def _why(item: Item, audit: Audit) -> Iterator[Block]:
    risk, currency = item.risk, audit.currency
    if waits := item.finding.debt.if_it_waits:
        yield Paragraph((sentence(waits),))
    cost = (f": about {money(risk.interest.mean, currency)} a quarter ({span(risk.interest, currency)}),"
            f" and {percent(risk.growth)} more each quarter.")  # fmt: skip
    events = f": {risk.likelihood.events.mean:.2g} a quarter, {money(risk.loss.event.mean, currency)} each."
    work = (f": {days(risk.principal.days)} ({risk.principal.low:g} to {risk.principal.high:g});"
            f" it returns {risk.priority:.1f} times its cost within a year.")  # fmt: skip
    relative = " Amounts are in relative units: no revenue is stated." if not audit.money_known else ""
    lines: list[Line] = [(Strong("Cost of waiting"), f"{cost}{relative}"), (Strong("Expected losses"), events)]
    if risk.loss.systems:
        lines.append(_reach(item))
    lines += [(Strong("Work"), work), (Strong("Urgency"), f": {LANES[risk.lane]} (confidence {risk.confidence}).")]
    yield Points(tuple(lines))


def _reach(item: Item) -> Line:
    """Name the systems that a fault reaches, the hardest hit first."""
    systems = sorted(item.risk.loss.systems, key=lambda each: (-each.weight * each.loss, each.system))
    names = [each.system for each in systems]
    shown = names[:SHOWN] + ([count(len(names) - SHOWN, "other")] if len(names) > SHOWN else [])
    return (Strong("Systems hit"), f": {listed(shown)}.")


def _evidence(item: Item) -> Block:
    evidence = item.finding.evidence
    rows: list[tuple[Line, ...]] = [
        ((Code(each.fact),), (each.value,), (Code(each.place.line_only),)) for each in evidence[:SHOWN]
    ]
    if len(evidence) > SHOWN:
        rows.append(((f"and {len(evidence) - SHOWN} more",), (), ()))
    return Table(("Fact", "Value", "Stated in"), tuple(rows))


def _remarks(item: Item) -> Iterator[Block]:
    remarks: list[Line] = []
    if item.incidents:
        runs = [run for id_ in item.incidents[:SHOWN] for run in (", ", Code(id_))][1:]
        more = f" and {len(item.incidents) - SHOWN} more" if len(item.incidents) > SHOWN else ""
        remarks.append(("It showed in ", *runs, f"{more}."))
    if item.overlaps:
        remarks.append(("The same gap as ", Code(item.overlaps), ": look at both together."))
    remarks += [(sentence(note),) for note in (*item.notes, *item.risk.overrides)]
    if remarks:
        yield Heading("Keep in mind")
        yield Points(tuple(remarks))


def _origin(item: Item, audit: Audit) -> Iterator[Block]:
    found = f"Found and priced by debtaudit on {day(audit.as_of)}, as "
    yield Paragraph((found, Code(mark(item.id)), ". Every number with its source:"))
    yield Verbatim(f"debtaudit explain {item.id} --as-of {audit.as_of.isoformat()}")
