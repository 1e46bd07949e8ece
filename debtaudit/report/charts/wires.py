"""Lines between boxes in columns: as round as they can be without running behind a box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from debtaudit.report.charts.svg import Box

CLEAR = 3
"""Pixels between a line and the boxes that it passes."""
LOOKS = 24
"""Places of a bend that are looked at."""

PARTS = sorted(product((0.0, 0.4, 0.7, 1.0), repeat=2), key=lambda each: (sum(each), each))
"""Parts of the level that a line can stay level for, where a bend begins and where it ends; the roundest first."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place that a line passes. Where it passes a column of boxes, `level` is half their width, else 0."""

    x: float
    y: float
    level: float = 0.0


def wire(points: Sequence[Point], boxes: Sequence[Box]) -> str:
    """Return the path of a line over some points, level at each of them; boxes that bound its ends may touch it.

    A bend takes all the way from point to point where no box is in its way, else less, down to the gap between two
    columns: beside a box the line stays level.
    """
    parts = [f"M{points[0].x:.1f} {points[0].y:.1f}"]
    for one, other in pairwise(points):
        begins, ends = _bend(one, other, boxes)
        half = (ends - begins) / 2
        if begins != one.x:
            parts.append(f"H{begins:.1f}")
        parts.append(f"C{begins + half:.1f} {one.y:.1f} {ends - half:.1f} {other.y:.1f} {ends:.1f} {other.y:.1f}")
        if ends != other.x:
            parts.append(f"H{other.x:.1f}")
    return "".join(parts)


def passes(points: Sequence[tuple[float, float]], box: Box, clear: float = CLEAR) -> bool:
    """Tell whether a place lies behind a box, or too near above or below it."""
    return any(
        box.x < x < box.x + box.width and box.y - clear < y < box.y + box.height + clear for x, y in points
    )  # fmt: skip


def _bend(one: Point, other: Point, boxes: Sequence[Box]) -> tuple[float, float]:
    """Return from where to where a line bends: as far as no box is in its way."""
    way = 1 if other.x > one.x else -1
    left, right = sorted((one.x, other.x))
    top, low = sorted((one.y, other.y))
    near = [
        box for box in boxes
        if box.x < right and left < box.x + box.width and box.y < low + CLEAR and top < box.y + box.height + CLEAR
    ]  # fmt: skip
    begins, ends = one.x, other.x
    for begins, ends in _choices(one, other, way):
        looked = list(_looks(begins, one.y, ends, other.y))
        if not any(passes(looked, box) for box in near):
            break
    return begins, ends


def _choices(one: Point, other: Point, way: int) -> Iterator[tuple[float, float]]:
    for first, last in PARTS:
        yield one.x + way * first * one.level, other.x - way * last * other.level


def _looks(x1: float, y1: float, x2: float, y2: float) -> Iterator[tuple[float, float]]:
    """Yield places on a Bézier curve that leaves and arrives level, its handles in the middle."""
    for place in range(LOOKS + 1):
        part = place / LOOKS
        over = 3 * part * (1 - part) / 2 + part**3  # both handles stand at one half
        yield x1 + over * (x2 - x1), y1 + part * part * (3 - 2 * part) * (y2 - y1)
