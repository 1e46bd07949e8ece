"""A stripe: one whole, divided; each part is named on a line of its own below, so no label can meet another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debtaudit.report.charts.bars import Bar
from debtaudit.report.charts.lettering import cut, width
from debtaudit.report.charts.svg import LABEL, Element, picture, shape, text

STRIPE, LINE, GAP = 16, 24, 2


def stripe(parts: Sequence[Bar], across: float, says: str) -> Element:
    """Draw the parts in order. Their shares add up to at most 1; parts of nothing are named and not drawn."""
    return picture(across, STRIPE + 12 + LINE * len(parts), says, [*_stripe(parts, across), *_names(parts, across)])


def _stripe(parts: Sequence[Bar], across: float) -> Iterator[Element]:
    left = 0.0
    for part in parts:
        if part.share > 0:
            wide = part.share * across
            yield shape(part.role, "rect", x=left + GAP / 2, y=1, width=max(1.5, wide - GAP), height=STRIPE, rx=1.5)
            left += wide


def _names(parts: Sequence[Bar], across: float) -> Iterator[Element]:
    for place, part in enumerate(parts):
        line = STRIPE + 12 + LINE * place + 14
        most = across - 20 - width(part.says, LABEL) * 1.06 - 12
        yield shape(part.role, "rect", x=1, y=line - 9.5, width=10, height=10, rx=1.5)
        yield text("label", 20, line, cut(part.name, most, LABEL))
        yield text("strong", across, line, part.says, "end")
