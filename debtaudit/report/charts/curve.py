"""A loss-exceedance curve: what a quarter may cost, and with what chance; today, and after something is done.

The chance runs down a logarithmic scale, since boards ask for the rare quarters. Numbers stand beside the curves, each
on the line of its chance, so that no label can meet a curve.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from debtaudit.report.charts.lettering import cut, width
from debtaudit.report.charts.svg import LABEL, SMALL, Element, picture, shape, text

HIGH, HEAD, FOOT = 124.0, 24.0, 22.0
RAREST = 0.02
"""The chance at the foot of the picture; what is rarer is not drawn."""
DOT, GAP = 3.6, 14.0
Curve = Mapping[float, float]  # chance, 0 to 1 -> amount that is exceeded with it


@dataclass(frozen=True, slots=True)
class Told:
    """One chance that is told in words: how it is called, and what is exceeded with it on each curve."""

    chance: float
    name: str
    amounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where curves are drawn: from `left`, `wide` units across for `most`."""

    left: float
    wide: float
    most: float

    def at(self, chance: float, amount: float) -> tuple[float, float]:
        """Return the place of a point."""
        return self.left + self.wide * min(1.0, max(0.0, amount) / self.most), HEAD + HIGH * depth(chance)


def depth(chance: float) -> float:
    """Return how far down a chance stands, 0 to 1."""
    return min(1.0, log(1 / max(chance, RAREST)) / log(1 / RAREST))


def curve(
    curves: Sequence[Curve], names: Sequence[str], told: Sequence[Told], scale: tuple[str, str], across: float,
    says: str,
) -> Element:  # fmt: skip
    """Draw one curve, or two with what lies between them; `scale` says what the left and right edge stand for."""
    columns = [
        max(width(each, LABEL) * 1.06 for each in (name, *(row.amounts[place] for row in told))) + 2 * DOT + 4
        for place, name in enumerate(names)
    ]
    left = max((width(each.name, LABEL) for each in told), default=0.0) + 8
    beside = sum(columns) + GAP * len(columns)
    most = max(max(each.values()) for each in curves) or 1.0
    frame = Frame(left, max(40.0, across - left - beside), most)
    ends = [across - sum(columns[place + 1 :]) - GAP * (len(columns) - place - 1) for place in range(len(columns))]
    return picture(across, HEAD + HIGH + FOOT, says, [
        *_lines(told, frame, across), *_between(curves, frame),
        *(each for place, one in enumerate(curves) for each in _curve(one, place, told, frame)),
        *_numbers(names, told, ends), *_scale(scale, frame),
    ])  # fmt: skip


def _lines(told: Sequence[Told], frame: Frame, across: float) -> Iterator[Element]:
    for each in told:
        _x, y = frame.at(each.chance, 0)
        yield text("label-soft", 0, y + LABEL * 0.35, each.name)
        yield shape("link", "line", x1=frame.left, y1=y, x2=across, y2=y)
    foot = HEAD + HIGH
    yield shape("whisker", "line", x1=frame.left, y1=foot, x2=frame.left + frame.wide, y2=foot)


def _points(one: Curve, frame: Frame) -> list[tuple[float, float]]:
    return [frame.at(chance, amount) for chance, amount in sorted(one.items(), reverse=True) if chance >= RAREST]


def _between(curves: Sequence[Curve], frame: Frame) -> Iterator[Element]:
    """Yield what lies between two curves: what is saved."""
    for one, other in pairwise(curves):
        ring = [*_points(one, frame), *reversed(_points(other, frame))]
        yield shape("series-4", "polygon", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in ring))


def _curve(one: Curve, place: int, told: Sequence[Told], frame: Frame) -> Iterator[Element]:
    line, dot = (("flow", "node-source"), ("spark", "series-2"))[place]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in _points(one, frame))
    yield shape(line, "polyline", points=points, stroke_width=1.8)
    for each in told:
        x, y = frame.at(each.chance, one[each.chance])
        yield shape(dot, "circle", cx=x, cy=y, r=DOT)


def _numbers(names: Sequence[str], told: Sequence[Told], ends: Sequence[float]) -> Iterator[Element]:
    """Yield the amounts in columns, each under its curve's name and dot."""
    for place, (name, end) in enumerate(zip(names, ends, strict=True)):
        dot = ("node-source", "series-2")[place]
        wide = width(name, SMALL)
        yield shape(dot, "circle", cx=end - wide - DOT - 4, cy=9, r=DOT)
        yield text("small", end, 13, name, "end")
        for each in told:
            y = HEAD + HIGH * depth(each.chance) - 4
            yield text("strong" if place == 0 else "label", end, y, each.amounts[place], "end")


def _scale(scale: tuple[str, str], frame: Frame) -> Iterator[Element]:
    least, most = scale
    level = HEAD + HIGH + 16
    yield text("small", frame.left, level, least)
    yield text("small", frame.left + frame.wide, level, cut(most, frame.wide * 0.8, SMALL), "end")
