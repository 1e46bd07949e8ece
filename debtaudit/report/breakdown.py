"""A whole divided by a name: the picture of its parts with what is unknown beside each, and the numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import percent
from debtaudit.report.blocks import Block, Cell, Column, Heading, Picture, Table, line
from debtaudit.report.charts.bars import Bar, bars
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.owners import NOBODY, owner_id, owner_name
from debtaudit.report.sums import Part, parts

WIDE, NARROW = 500, 354
"""Widths at which lettering has its own size: half a page, and a telephone."""
MOST, NAME = 6, 60
KINDS = {"data": "Data", "model": "Models", "configuration": "Configuration", "evaluation": "Evaluation",
         "other": "Operation and governance"}  # fmt: skip
BY_KIND = Heading("Where the cost comes from", "Share of the quarterly cost by kind of debt")
BY_TEAM = Heading("Who carries it", "Share of the quarterly cost by the team that owns the asset")


def by_kind(audit: Audit) -> Iterator[Block]:
    """Yield the shares of the cost by kind of debt; nothing where nothing was found."""
    if audit.items:
        unknown = Counter[str](gap.debt.dimension for gap in audit.detected.gaps)
        yield BY_KIND
        yield breakdown("Kind of debt", parts(audit.items, lambda item: item.finding.debt.dimension), unknown, KINDS)


def by_team(audit: Audit) -> Iterator[Block]:
    """Yield the shares of the cost by owner; nothing where nobody has an owner."""
    found = parts(audit.items, lambda item: owner_name(audit, owner_id(item.finding.asset)))
    if found and [part.name for part in found] != [NOBODY]:
        unknown = Counter(owner_name(audit, owner_id(gap.asset)) for gap in audit.detected.gaps)
        yield BY_TEAM
        yield breakdown("Team", found, unknown, {})


def breakdown(of: str, found: Sequence[Part], unknown: Mapping[str, int], names: Mapping[str, str]) -> Picture:
    """Draw the shares of what was found; `unknown` counts the open questions by the same name."""
    rows = list(_rows(found, unknown, names))
    shown = rows if len(rows) <= MOST else [*rows[: MOST - 1], _rest(rows[MOST - 1 :])]
    shares = [
        Bar(name, share, percent(share), f"{items:,} found, {gaps:,} unknown") for name, share, items, gaps in shown
    ]
    says = f"{of}: " + "; ".join(f"{part.name} {part.says}, {part.remark}" for part in shares) + "."
    return Picture(bars(shares, WIDE, says), bars(shares, NARROW, says), _table(of, rows))


Row = tuple[str, float, int, int]  # name, share, findings, open questions


def _rows(found: Sequence[Part], unknown: Mapping[str, int], names: Mapping[str, str]) -> Iterator[Row]:
    known = {part.name for part in found}
    for part in found:
        yield names.get(part.name, part.name), part.share, len(part.items), unknown.get(part.name, 0)
    for name in sorted(set(unknown) - known):
        yield names.get(name, name), 0.0, 0, unknown[name]


def _rest(rows: Sequence[Row]) -> Row:
    return f"{len(rows)} others", sum(row[1] for row in rows), sum(row[2] for row in rows), sum(row[3] for row in rows)


def _table(of: str, rows: Sequence[Row]) -> Table:
    columns = (
        Column(of),
        Column("Share of cost", numeric=True),
        Column("Found", numeric=True),
        Column("Unknown", numeric=True),
    )
    cells = (
        (
            Cell(line(shortened(name, NAME))),
            Cell(line(percent(share))),
            Cell(line(f"{items:,}")),
            Cell(line(f"{gaps:,}")),
        )
        for name, share, items, gaps in rows
    )
    return Table(columns, tuple(cells))
