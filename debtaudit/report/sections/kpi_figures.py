"""Every key figure in full: its value and range, what it counts, its target, its quarters, and what to know of it."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.phrases import sentence
from debtaudit.ledger.measure import Measured
from debtaudit.ledger.reading import Part, Reading
from debtaudit.ledger.review import Review
from debtaudit.report import figures as words
from debtaudit.report.blocks import Block, Cell, Column, Figure, Heading, Line, Table, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.section import of_quarter
from debtaudit.report.tiles import tile_of

PARTS, EVENTS, NAME = 20, 5, 160
QUARTER = (Column("Quarter"), Column("Value", numeric=True), Column("Range", numeric=True), Column("n", numeric=True))
PART = (Column("Part"), Column("Value", numeric=True), Column("n", numeric=True))


@of_quarter("kpi", place=20)
def kpi_figures(review: Review) -> Iterator[Block]:
    """Yield the figures that are known, then those that are not."""
    currency = review.audit.currency
    yield Heading("Key figures", "Six quarters each; the dashed line is the target")
    yield from (_figure(each, currency) for each in review.figures if each.reading.known)
    missing = [each for each in review.figures if not each.reading.known]
    if missing:
        yield Heading("No data", "What would tell stands beside each", anchor="no-data")
        yield from (_figure(each, currency) for each in missing)


def _figure(each: Measured, currency: str) -> Figure:
    facts = tuple((name, said) for name, said in _facts(each, currency) if said)
    return Figure(each.kpi.slug, tile_of(each, currency), sentence(each.kpi.definition), facts, each.reading.known,
                  tuple(_tables(each, currency)))  # fmt: skip


def _facts(each: Measured, currency: str) -> Iterator[tuple[str, Line]]:
    reading, unit = each.reading, each.kpi.unit
    if reading.known:
        span = words.ends(reading, unit, currency)
        yield "Range", line(f"{span}, in nine of ten cases") if span else line("a full count")
        yield "Counted from", line(f"{words.counted(reading)}, {reading.n:,} cases")
    if reading.note:
        yield "To know", line(shortened(reading.note, NAME * 3))
    if reading.events:
        yield "Events", line(shortened("; ".join(reading.events[:EVENTS]), NAME * 3))
    yield "How to read it", line(each.kpi.meaning)


def _tables(each: Measured, currency: str) -> Iterator[Table]:
    if each.history:
        readings = (*each.history, ("now", each.reading))
        rows = tuple(_quarter(label, old, each, currency) for label, old in readings)
        yield Table(QUARTER, rows, f"{each.kpi.name} by quarter")
    if each.reading.parts:
        parts = tuple(_part(part, currency) for part in each.reading.parts[:PARTS])
        yield Table(PART, parts, f"{each.kpi.name} in parts")


def _quarter(label: str, old: Reading, each: Measured, currency: str) -> tuple[Cell, ...]:
    value, span = words.value(old.value, each.kpi.unit, currency), words.ends(old, each.kpi.unit, currency)
    return tuple(Cell(line(text)) for text in (label, value, span, f"{old.n:,}"))


def _part(part: Part, currency: str) -> tuple[Cell, ...]:
    value = words.value(part.value, part.unit, currency)
    return tuple(Cell(line(text)) for text in (shortened(part.name, NAME), value, f"{part.n:,}" if part.n else ""))
