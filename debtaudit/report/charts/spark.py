"""A figure over some quarters as one thin line; the target is dashed, and a quarter without data is a gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debtaudit.report.charts.svg import Element, picture, shape

HIGH, PAD, DOT = 34.0, 4.0, 3.2
Point = tuple[float, float]


def spark(values: Sequence[float | None], target: float | None, across: float, says: str) -> Element:
    """Draw the line; the last quarter is a dot, and so is one between two gaps."""
    known = [each for each in (*values, target) if each is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    step = (across - 2 * PAD) / max(1, len(values) - 1)

    def at(place: int, value: float) -> Point:
        part = (value - low) / (high - low) if high > low else 0.5
        return PAD + place * step, HIGH - PAD - part * (HIGH - 2 * PAD)

    parts: list[Element] = []
    if target is not None:
        _x, y = at(0, target)
        parts.append(shape("aim", "line", x1=0, y1=y, x2=across, y2=y))
    for run in _runs([None if each is None else at(place, each) for place, each in enumerate(values)]):
        if len(run) > 1:
            parts.append(shape("spark", "polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in run)))
        else:
            parts.append(shape("series-2", "circle", cx=run[0][0], cy=run[0][1], r=2))
    if values and values[-1] is not None:
        x, y = at(len(values) - 1, values[-1])
        parts.append(shape("series-1", "circle", cx=x, cy=y, r=DOT))
    return picture(across, HIGH, says, parts)


def _runs(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    run: list[Point] = []
    for point in (*points, None):
        if point:
            run.append(point)
        elif run:
            yield run
            run = []
