"""Two distributions side by side: a row a bin or category, the reference above what is there now, on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from debtaudit.report.charts.lettering import cut, width
from debtaudit.report.charts.svg import LABEL, Element, picture, shape, text

ROW, BAR, GAP = 26, 8, 1
NAMES = 0.4
"""Share of the width that names may take."""


@dataclass(frozen=True, slots=True)
class Both:
    """One bin or category: its name, both shares (0 to 1), and the change in words."""

    name: str
    reference: float
    current: float
    says: str


def sides(rows: Sequence[Both], across: float, says: str) -> Element:
    """Draw the rows from the top."""
    return picture(across, ROW * len(rows), says, _rows(rows, across))


def _rows(rows: Sequence[Both], across: float) -> Iterator[Element]:
    names = min(NAMES * across, max((width(row.name, LABEL) for row in rows), default=0.0)) + 12
    words = max((width(row.says, LABEL) for row in rows), default=0.0) * 1.06 + 10
    room = max(40.0, across - names - words)
    most = max((max(row.reference, row.current) for row in rows), default=0.0) or 1.0
    for place, row in enumerate(rows):
        top = place * ROW
        yield text("label", 0, top + BAR + 7, cut(row.name, names - 12, LABEL))
        for at, (role, share) in enumerate((("series-3", row.reference), ("series-1", row.current))):
            if share > 0:
                y, wide = top + 2 + at * (BAR + GAP), max(2.0, room * share / most)
                yield shape(role, "rect", x=names, y=y, width=wide, height=BAR, rx=1.5)
        yield text("label-soft", across, top + BAR + 7, row.says, "end")
