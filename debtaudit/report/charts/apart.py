"""Keeps things apart: discs are pushed until none covers another, labels take the emptiest of their places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from math import cos, hypot, sin

from debtaudit.report.charts.svg import Box

Point = tuple[float, float]
ROUNDS = 200
GOLDEN = 2.4  # radians; neighbours that start at one place leave it in directions that never repeat


def spread(points: Sequence[Point], distance: float, within: Box) -> list[Point]:
    """Move points as little as needed until each two are `distance` apart, and all are inside the box.

    The box must have room for them. The same points give the same places.
    """
    moved = [_inside(point, within) for point in points]
    for _ in range(ROUNDS):
        if not _push(moved, distance, within):
            break
    return moved


def freest(places: Iterable[Box], taken: Sequence[Box]) -> Box:
    """Return the first of the places that covers nothing taken, else the one that covers least."""
    return min(places, key=lambda place: sum(place.overlap(each) for each in taken))


def _push(moved: list[Point], distance: float, within: Box) -> bool:
    pushed = False
    for first, second in combinations(range(len(moved)), 2):
        (x1, y1), (x2, y2) = moved[first], moved[second]
        apart = hypot(x2 - x1, y2 - y1)
        if apart >= distance - 0.01:
            continue
        pushed = True
        turn = GOLDEN * (first + 1)
        across, down = ((x2 - x1) / apart, (y2 - y1) / apart) if apart > 0.1 else (cos(turn), sin(turn))  # noqa: PLR2004
        step = (distance - apart) / 2 + 0.01
        moved[first] = _inside((x1 - across * step, y1 - down * step), within)
        moved[second] = _inside((x2 + across * step, y2 + down * step), within)
    return pushed


def _inside(point: Point, box: Box) -> Point:
    x, y = point
    return min(max(x, box.x), box.x + box.width), min(max(y, box.y), box.y + box.height)
