"""From one quarter to the next: what was there, what each cause added or took away, and what is there now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from debtaudit.report.charts.lettering import broken, cut, width
from debtaudit.report.charts.svg import LABEL, SMALL, Element, picture, shape, text

HIGH, TOP, FOOT, BAR = 150.0, 22.0, 34.0, 0.58
ROW, ROW_BAR = 30.0, 12.0
Sort = Literal["end", "less", "more", "aside"]
ROLES: dict[Sort, str] = {"end": "series-1", "less": "series-3", "more": "risk", "aside": "set-aside"}


@dataclass(frozen=True, slots=True)
class Pier:
    """One column: its name, the amount it adds (for the ends: the whole amount), that in words, and its sort."""

    name: str
    amount: float
    says: str
    sort: Sort


def bridge(piers: Sequence[Pier], across: float, says: str) -> Element:
    """Draw columns that hang where the one before them ended."""
    spans = list(_spans(piers))
    most = max((max(span) for span in spans), default=0.0) or 1.0
    least = min(0.0, *(min(span) for span in spans)) if spans else 0.0
    pitch = across / max(1, len(piers))
    wide = min(64.0, pitch * BAR)

    def y(amount: float) -> float:
        return TOP + HIGH * (most - amount) / (most - least)

    parts: list[Element] = []
    for place, (pier, (low, high)) in enumerate(zip(piers, spans, strict=True)):
        x = place * pitch + (pitch - wide) / 2
        parts.append(
            shape(ROLES[pier.sort], "rect", x=x, y=y(high), width=wide, height=max(1.5, y(low) - y(high)), rx=1.5)
        )
        parts.append(text("strong", x + wide / 2, y(high) - 7, pier.says, "middle"))
        for row, line in enumerate(broken(pier.name, pitch - 6, SMALL)):
            parts.append(text("small", x + wide / 2, TOP + HIGH + 17 + row * 14, line, "middle"))
        if place + 1 < len(piers):
            level = y(high if pier.sort == "end" or pier.amount > 0 else low)
            parts.append(
                shape("whisker", "line", x1=x + wide, y1=level, x2=x + pitch, y2=level, stroke_dasharray="1 3")
            )
    parts.append(shape("whisker", "line", x1=0, y1=y(0), x2=across, y2=y(0)))
    return picture(across, TOP + HIGH + FOOT, says, parts)


def bridge_rows(piers: Sequence[Pier], across: float, says: str) -> Element:
    """Draw the same as rows, for narrow screens."""
    spans = list(_spans(piers))
    most = max((max(span) for span in spans), default=0.0) or 1.0
    least = min(0.0, *(min(span) for span in spans)) if spans else 0.0
    parts: list[Element] = []
    for place, (pier, (low, high)) in enumerate(zip(piers, spans, strict=True)):
        top = place * (ROW + ROW_BAR)
        parts.append(text("label", 0, top + 14, cut(pier.name, across - width(pier.says, LABEL) - 16, LABEL)))
        parts.append(text("strong", across, top + 14, pier.says, "end"))
        start, end = (across * (each - least) / (most - least) for each in (low, high))
        parts.append(
            shape(ROLES[pier.sort], "rect", x=start, y=top + 20, width=max(1.5, end - start), height=ROW_BAR, rx=1.5)
        )
    return picture(across, len(piers) * (ROW + ROW_BAR), says, parts)


def _spans(piers: Sequence[Pier]) -> Iterator[tuple[float, float]]:
    """Yield from where to where each column reaches."""
    level = 0.0
    for pier in piers:
        if pier.sort == "end":
            level = pier.amount
            yield min(0.0, level), max(0.0, level)
        else:
            yield min(level, level + pier.amount), max(level, level + pier.amount)
            level += pier.amount
