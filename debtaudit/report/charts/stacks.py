"""Quarters side by side, each a stack of kinds; the names stand beside the last one, kept apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from debtaudit.report.charts.lettering import cut, width
from debtaudit.report.charts.svg import SMALL, Element, picture, shape, text

HIGH, TOP, FOOT, NAMES, BAR, LINE = 150.0, 22.0, 20.0, 128.0, 0.66, 15.0


@dataclass(frozen=True, slots=True)
class Stack:
    """One quarter: its name, its parts from the bottom up, and the sum in words."""

    name: str
    parts: tuple[float, ...]
    says: str


def stacks(columns: Sequence[Stack], names: Sequence[str], across: float, says: str) -> Element:
    """Draw the stacks; each part is named once, beside the last stack."""
    most = max((sum(each.parts) for each in columns), default=0.0) or 1.0
    beside = min(NAMES, across * 0.32)
    pitch = (across - beside) / max(1, len(columns))
    parts: list[Element] = []
    for place, column in enumerate(columns):
        x, wide = place * pitch + pitch * (1 - BAR) / 2, pitch * BAR
        level = TOP + HIGH
        for number, part in enumerate(column.parts):
            high = HIGH * part / most
            if high > 0:
                level -= high
                parts.append(
                    shape(f"series-{number % 4 + 1}", "rect", x=x, y=level, width=wide, height=max(0.5, high - 0.8))
                )
        last = place == len(columns) - 1
        parts.append(text("strong" if last else "small", x + wide / 2, level - 7, column.says, "middle"))
        parts.append(text("small", x + wide / 2, TOP + HIGH + 16, _below(column.name, pitch), "middle"))
    parts.append(shape("whisker", "line", x1=0, y1=TOP + HIGH, x2=across - beside, y2=TOP + HIGH))
    parts += _named(columns[-1], names, most, across - beside, beside) if columns else ()
    return picture(across, TOP + HIGH + FOOT, says, parts)


def _below(name: str, most: float) -> str:
    """Return a quarter's name, the year in two digits where `2026-Q3` is too wide."""
    year, sign, number = name.rpartition("-Q")
    return cut(f"Q{number} '{year[-2:]}" if sign and width(name, SMALL) > most else name, most, SMALL)


def _named(column: Stack, names: Sequence[str], most: float, left: float, beside: float) -> Iterator[Element]:
    """Yield the names at the middle of their parts, from the bottom up, none nearer to the one below than a line."""
    level, below = TOP + HIGH, TOP + HIGH + LINE
    for part, name in zip(column.parts, names, strict=True):
        if part <= 0:
            continue
        high = HIGH * part / most
        y = min(level - high / 2 + 4, below - LINE)
        yield text("small", left + 2, y, cut(name, beside - 4, SMALL))
        level, below = level - high, y
