"""What a price hangs on: for each input a bar from the price at its low end to that at its high end, on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from debtaudit.report.charts.lettering import cut, width
from debtaudit.report.charts.svg import LABEL, SMALL, Element, picture, shape, text

ROW, BAR, NARROW_ROW, HEAD = 32, 12, 46, 22
BASE = 15
BOLDER = 1.06


@dataclass(frozen=True, slots=True)
class Reach:
    """One input: its name, the price at both ends of its interval, and these two in words."""

    name: str
    low: float
    high: float
    says: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A price that the bars are read against, and its name."""

    name: str
    at: float


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where the bars lie: from `left`, as wide as `room` for the amount `most`."""

    left: float
    room: float
    most: float

    def __call__(self, amount: float) -> float:
        return self.left + self.room * amount / self.most


def swings(reaches: Sequence[Reach], price: Mark, across: float, says: str) -> Element:
    """Draw the bars, darker above the price than below it. A narrow picture puts each name above its bar."""
    most = max([price.at, *(max(each.low, each.high) for each in reaches)]) or 1.0
    narrow = across < 400  # noqa: PLR2004 - a telephone
    names = 0.0 if narrow else min(0.4 * across, max(width(each.name, LABEL) for each in reaches) + 14)
    values = 0.0 if narrow else max(width(each.says, LABEL) for each in reaches) * BOLDER + 14
    scale = _Scale(names, across - names - values - 2, most)
    row = NARROW_ROW if narrow else ROW
    return picture(across, HEAD + row * len(reaches), says, [
        _price(price, scale, across),
        *(each for place, one in enumerate(reaches)
          for each in (_stacked if narrow else _beside)(one, price, HEAD + place * row, scale, across)),
    ])  # fmt: skip


def _price(price: Mark, scale: _Scale, across: float) -> Element:
    half = width(price.name, SMALL) / 2
    return text("faint", min(max(scale(price.at), half), across - half), HEAD - 10, price.name, "middle")


def _beside(each: Reach, price: Mark, top: float, scale: _Scale, across: float) -> Iterator[Element]:
    yield text("label", 0, top + BASE, cut(each.name, scale.left - 10, LABEL))
    yield from _bar(each, price, top + BASE - 10.5, scale)
    yield text("strong", across, top + BASE, each.says, "end")


def _stacked(each: Reach, price: Mark, top: float, scale: _Scale, across: float) -> Iterator[Element]:
    yield text("label", 0, top + BASE, cut(each.name, across - width(each.says, LABEL) * BOLDER - 10, LABEL))
    yield text("strong", across, top + BASE, each.says, "end")
    yield from _bar(each, price, top + BASE + 7, scale)


def _bar(each: Reach, price: Mark, top: float, scale: _Scale) -> Iterator[Element]:
    low, high = sorted((each.low, each.high))
    middle = min(max(price.at, low), high)
    for role, start, end in (("series-3", low, middle), ("risk", middle, high)):
        if end > start:
            yield shape(
                role, "rect", x=scale(start), y=top, width=max(1.5, scale(end) - scale(start)), height=BAR, rx=1.5
            )
    yield shape("whisker", "line", x1=scale(price.at), y1=top - 4, x2=scale(price.at), y2=top + BAR + 4)
