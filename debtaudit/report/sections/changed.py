"""What somebody set otherwise than by default: of the risk model, of debts' thresholds, and of their economics."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.say import say
from debtaudit.domain.settings import Touched
from debtaudit.report.blocks import Block, Cell, Column, Heading, Paragraph, Run, Table, line
from debtaudit.report.section import section

COLUMNS = (Column("Setting"), Column("Value", numeric=True), Column("Default", numeric=True), Column("Written in"))


@section("method", place=35)
def changed(audit: Audit) -> Iterator[Block]:
    """Yield what is no default any more, or that everything is."""
    yield Heading("What was changed", "Settings of the model, thresholds and economics of debts", anchor="changed")
    if audit.touched:
        yield Table(COLUMNS, tuple(_row(each) for each in audit.touched), "Changed settings")
    else:
        yield Paragraph(line("Nothing: every setting, threshold and rate is the program's own."))


def _row(touched: Touched) -> tuple[Cell, ...]:
    where = Run(touched.place.line_only, "code") if touched.place else "the organisation"
    return (Cell(line(Run(touched.name, "code"))), Cell(line(Run(say(touched.value), "strong"))),
            Cell(line(say(touched.default))), Cell(line(where)))  # fmt: skip
