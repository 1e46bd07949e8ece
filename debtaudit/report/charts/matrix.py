"""The risk matrix as a picture: how likely an event is, what it costs, and where the decisions lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from debtaudit.domain.risk import Range
from debtaudit.report.charts.apart import Point, freest, spread
from debtaudit.report.charts.axes import CELLS, IMPACT, LIKELIHOOD, LIKELIHOOD_WORDS, along, heat
from debtaudit.report.charts.lettering import width
from debtaudit.report.charts.svg import LABEL, SMALL, Box, Element, element, picture, shape, text

RADIUS, RING, GAP = 9.5, 3.6, 1.5
LEFT, BELOW, ABOVE = 42, 40, 24
INSET = 5


@dataclass(frozen=True, slots=True)
class Pin:
    """One finding in the picture: its number, probability and impact, each with its range."""

    number: str
    probability: Range
    impact: Range  # loss of an event as a multiple of materiality
    whiskers: bool = False
    before: tuple[float, float] | None = None  # probability and impact of the last quarter


@dataclass(frozen=True, slots=True)
class Axis:
    """The axis of impact: what stands at its four cuts, and below it."""

    cuts: Sequence[str]
    name: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells' place in the picture."""

    across: float
    high: float

    @property
    def box(self) -> Box:
        """Everything that cells cover."""
        return Box(LEFT, ABOVE, self.across - LEFT, self.high * CELLS)

    def at(self, probability: float, impact: float) -> Point:
        """Return the place of a finding."""
        box = self.box
        return (box.x + along(impact, IMPACT) / CELLS * box.width,
                box.y + box.height - along(probability, LIKELIHOOD) / CELLS * box.height)  # fmt: skip

    def cell(self, likelihood: int, impact: int) -> Box:
        """Return a cell's rectangle."""
        wide = self.box.width / CELLS
        return Box(LEFT + impact * wide, ABOVE + (CELLS - 1 - likelihood) * self.high, wide, self.high)


Counts = Mapping[tuple[int, int], int]


def matrix(pins: Sequence[Pin], others: Counts, axis: Axis, across: float, says: str) -> Element:
    """Draw the matrix; `others` counts the findings in each cell that have no pin."""
    grid = Grid(across, 50)
    places = seats(pins, grid)
    return picture(across, ABOVE + grid.box.height + BELOW, says, [
        *_cells(grid), *_names(grid, axis), *_counts(others, pins, places, grid),
        *(each for pin in pins if pin.whiskers for each in _whiskers(pin, grid)),
        *(each for pin, place in zip(pins, places, strict=True) for each in _trail(pin, place, grid)),
        *(each for pin, place in zip(pins, places, strict=True) for each in _pin(pin, place, grid)),
    ])  # fmt: skip


def seats(pins: Sequence[Pin], grid: Grid) -> list[Point]:
    """Return the middle of each pin's disc: its own place, or as near as others leave room."""
    box, edge = grid.box, RADIUS + 1
    room = Box(box.x + edge, box.y + edge, box.width - 2 * edge, box.height - 2 * edge)
    return spread([grid.at(pin.probability.mean, pin.impact.mean) for pin in pins], 2 * RADIUS + 1.5, room)


def counted(others: Counts, pins: Sequence[Pin], places: Sequence[Point], grid: Grid) -> Iterator[tuple[Box, str]]:
    """Yield each count's words and the place where they cover no disc, ring or whisker, as far as there is one."""
    discs = [Box(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS) for x, y in places]
    rings = [grid.at(*pin.before) for pin in pins if pin.before]
    discs += [Box(x - RING, y - RING, 2 * RING, 2 * RING) for x, y in rings]
    lines = [line for pin in pins if pin.whiskers for line in _lines(pin, grid)]
    for (likelihood, impact), count in sorted(others.items()):
        words, cell = f"{count:,}", grid.cell(likelihood, impact)
        wide = width(words, SMALL)
        left, right = cell.x + INSET, cell.x + cell.width - INSET - wide
        top, bottom = cell.y + INSET, cell.y + cell.height - INSET - SMALL
        corners = [Box(x, y, wide, SMALL) for x, y in ((right, bottom), (left, bottom), (right, top), (left, top))]
        yield freest(corners, [*discs, *lines]), words


def _cells(grid: Grid) -> Iterator[Element]:
    for likelihood in range(CELLS):
        for impact in range(CELLS):
            box = grid.cell(likelihood, impact)
            yield shape(f"heat-{heat(likelihood, impact)}", "rect", x=box.x + GAP / 2, y=box.y + GAP / 2,
                        width=box.width - GAP, height=box.height - GAP, rx=1.5)  # fmt: skip


def ticks(impacts: Sequence[str], grid: Grid) -> Iterator[tuple[Box, str, str]]:
    """Yield what stands at the cuts of both axes: the room it takes, its words, and how it is anchored."""
    foot = grid.box.y + grid.box.height
    for place, words in enumerate(LIKELIHOOD_WORDS):
        wide, level = width(words, LABEL), grid.cell(place, 0).y
        yield Box(LEFT - 8 - wide, level - LABEL / 2, wide, LABEL), words, "end"
    for place, words in enumerate(impacts, start=1):
        wide, at = width(words, LABEL), grid.cell(0, place).x
        yield Box(at - wide / 2, foot + 6, wide, LABEL), words, "middle"


def _names(grid: Grid, axis: Axis) -> Iterator[Element]:
    foot = grid.box.y + grid.box.height
    yield text("faint", 0, 10, "chance of an event in a quarter")
    for box, words, anchor in ticks(axis.cuts, grid):
        x = box.x + box.width * (1 if anchor == "end" else 0.5)
        yield text("label-soft", x, box.y + LABEL - 2, words, anchor)
    yield text("faint", grid.across, foot + 37, axis.name, "end")


def _counts(others: Counts, pins: Sequence[Pin], places: Sequence[Point], grid: Grid) -> Iterator[Element]:
    for box, words in counted(others, pins, places, grid):
        yield text("count", box.x, box.y + SMALL - 2, words)


def _lines(pin: Pin, grid: Grid) -> tuple[Box, Box]:
    """Return both whiskers as thin boxes: across the range of the loss, and up the range of the chance."""
    left, middle = grid.at(pin.probability.mean, pin.impact.p10)
    right, _ = grid.at(pin.probability.mean, pin.impact.p90)
    centre, top = grid.at(pin.probability.p90, pin.impact.mean)
    _, bottom = grid.at(pin.probability.p10, pin.impact.mean)
    return Box(left, middle - 1, right - left, 2), Box(centre - 1, top, 2, bottom - top)


def _whiskers(pin: Pin, grid: Grid) -> Iterator[Element]:
    across, down = _lines(pin, grid)
    left, right, level = across.x, across.x + across.width, across.y + 1
    top, bottom, centre = down.y, down.y + down.height, down.x + 1
    path = (f"M{left:.1f} {level:.1f}H{right:.1f}M{centre:.1f} {top:.1f}V{bottom:.1f}"
            f"M{left:.1f} {level - 3:.1f}v6M{right:.1f} {level - 3:.1f}v6"
            f"M{centre - 3:.1f} {top:.1f}h6M{centre - 3:.1f} {bottom:.1f}h6")  # fmt: skip
    yield shape("whisker", "path", d=path)


def _trail(pin: Pin, place: Point, grid: Grid) -> Iterator[Element]:
    """Yield a ring where the finding stood a quarter ago, and the way from there; none below its disc."""
    if pin.before is None:
        return
    (old_x, old_y), (x, y) = grid.at(*pin.before), place
    far = hypot(x - old_x, y - old_y)
    if far > RADIUS + RING:
        part = RING / far
        yield shape("trail", "line", x1=old_x + part * (x - old_x), y1=old_y + part * (y - old_y), x2=x, y2=y)
        yield shape("ring", "circle", cx=old_x, cy=old_y, r=RING)


def _pin(pin: Pin, place: Point, grid: Grid) -> Iterator[Element]:
    x, y = place
    own_x, own_y = grid.at(pin.probability.mean, pin.impact.mean)
    if hypot(x - own_x, y - own_y) > RADIUS:
        yield shape("whisker", "line", x1=own_x, y1=own_y, x2=x, y2=y)
        yield shape("pin", "circle", cx=own_x, cy=own_y, r=2.2)
    yield element("g", shape("pin", "circle", cx=x, cy=y, r=RADIUS),
                  text("pin-number", x, y + LABEL * 0.35, pin.number, "middle"))  # fmt: skip
