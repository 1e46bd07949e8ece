"""Bars in rows: parts of a whole, largest first, each with its share and a remark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from debtaudit.report.charts.lettering import cut, width
from debtaudit.report.charts.svg import LABEL, SMALL, Element, picture, shape, text

ROW, BAR, NARROW_ROW = 34, 12, 46
BASE = 12
"""From the top of a row to the line that its text stands on."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One part: its name, its share of the whole (0 to 1), that share in words, and a remark."""

    name: str
    share: float
    says: str
    remark: str = ""
    role: str = "series-1"


def bars(parts: Sequence[Bar], across: float, says: str) -> Element:
    """Draw the parts on one scale. A narrow picture puts each name above its bar."""
    most = max((part.share for part in parts), default=0) or 1
    stacked = across < 400  # noqa: PLR2004 - a telephone
    height = (NARROW_ROW if stacked else ROW) * len(parts)
    rows = _stacked(parts, across, most) if stacked else _beside(parts, across, most)
    return picture(across, height, says, rows)


def _beside(parts: Sequence[Bar], across: float, most: float) -> Iterator[Element]:
    names = min(0.36 * across, max((width(part.name, LABEL) for part in parts), default=0.0)) + 12
    remarks = max((width(part.remark, SMALL) for part in parts), default=0.0) + 12
    values = max((width(part.says, LABEL) for part in parts), default=0.0) * 1.06 + 8
    room = max(40.0, across - names - remarks - values)
    for place, part in enumerate(parts):
        top = place * ROW
        length = _length(part, room, most)
        yield text("label", 0, top + BASE + 3, cut(part.name, names - 10, LABEL))
        if length:
            yield shape(part.role, "rect", x=names, y=top + 4, width=length, height=BAR, rx=1.5)
        yield text("strong", names + length + 8 * bool(length), top + BASE + 3, part.says)
        yield text("faint", across, top + BASE + 3, part.remark, "end")


def _stacked(parts: Sequence[Bar], across: float, most: float) -> Iterator[Element]:
    values = max((width(part.says, LABEL) for part in parts), default=0.0) * 1.06 + 10
    for place, part in enumerate(parts):
        top = place * NARROW_ROW
        remark = width(part.remark, SMALL) + 12
        length = _length(part, across - values, most)
        yield text("label", 0, top + BASE, cut(part.name, across - remark, LABEL))
        yield text("faint", across, top + BASE, part.remark, "end")
        if length:
            yield shape(part.role, "rect", x=0, y=top + BASE + 7, width=length, height=BAR, rx=1.5)
        yield text("strong", length + 8 * bool(length), top + BASE + 18, part.says)


def _length(part: Bar, room: float, most: float) -> float:
    """Return a bar's length: what is little can still be seen, what is nothing cannot."""
    return max(2.0, room * part.share / most) if part.share > 0 else 0.0
