"""What is odd in the inventory itself, and incidents that no known debt explains."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.facts import Place
from debtaudit.domain.phrases import day
from debtaudit.report.blocks import Block, Cell, Column, Heading, Run, Table, line
from debtaudit.report.section import section

MOST = 100


@section("backlog", place=60)
def warnings(audit: Audit) -> Iterator[Block]:
    """Yield the problems of the input, and the incidents left over."""
    if audit.problems:
        shown = (
            f"The first {MOST} of them"
            if len(audit.problems) > MOST
            else "Worth a look; the audit went on without them"
        )
        yield Heading(f"Odd in the inventory: {len(audit.problems):,}", shown, anchor="warnings")
        yield Table(
            (Column("Written in"), Column("What is odd"), Column("Hint")), _problems(audit), "Problems of the input"
        )
    if audit.unexplained:
        yield Heading(
            f"Incidents without a debt: {len(audit.unexplained):,}",
            "They name assets on which no debt was found: gaps of the catalogue",
            anchor="unexplained",
        )
        yield Table(
            (Column("Incident"), Column("Title"), Column("Assets"), Column("Known since")),
            _incidents(audit),
            "Incidents that no finding explains",
        )


def _problems(audit: Audit) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (Cell(line(Run(str(Place(each.file, each.line)), "code"))), Cell(line(each.message)), Cell(line(each.hint)))
        for each in audit.problems[:MOST]
    )


def _incidents(audit: Audit) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Cell(line(each.id)),
            Cell(line(str(each.title or ""))),
            Cell(line(", ".join(each.assets or ()))),
            Cell(line(day(each.known_at))),
        )
        for each in audit.unexplained[:MOST]
    )
