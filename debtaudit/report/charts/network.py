"""Assets in layers, as boxes with lines between: a picture of a part of the map that can still be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from debtaudit.report.charts.layers import Edge, Layered, layered
from debtaudit.report.charts.lettering import broken, cut
from debtaudit.report.charts.svg import SMALL, Box, Element, element, picture, shape, text
from debtaudit.report.charts.wires import Point, wire

WIDEST, NARROWEST_GAP, PAD, LINE = 150, 26, 6, 14
ROW_GAP, AROUND = 12, 2
NAME = 11.5


@dataclass(frozen=True, slots=True)
class Spot:
    """One asset: its id, its name, a remark below, and what it is in the picture."""

    id: str
    name: str
    remark: str
    role: str = "node"


def network(
    spots: Sequence[Spot], edges: Iterable[Edge], strong: Mapping[Edge, float], across: float, says: str
) -> Element:
    """Draw assets in layers; links in `strong` are the ways of a fault, as strong as what arrives (0 to 1)."""
    plan = layered((spot.id for spot in spots), edges)
    boxes = _boxes(plan, spots, across)
    high = _high(plan, boxes)
    ways = sorted(plan.ways, key=lambda edge: (edge in strong, edge))
    return picture(across, high, says, [
        *(_line(plan, edge, boxes, strong.get(edge)) for edge in ways),
        *(_box(spot, boxes[spot.id]) for spot in spots),
    ])  # fmt: skip


def _boxes(plan: Layered, spots: Sequence[Spot], across: float) -> dict[str, Box]:
    columns = max(1, plan.layers)
    wide = min(WIDEST, (across - NARROWEST_GAP * (columns - 1)) / columns)
    pitch = (across - wide - 2) / max(1, columns - 1)
    lines = max((len(_name(spot, wide)) for spot in spots), default=1)
    high = lines * LINE + LINE + 2 * PAD
    return {
        id_: Box(1 + layer * pitch, 1 + row * (high + ROW_GAP), wide, high) for id_, (layer, row) in plan.places.items()
    }


def _high(plan: Layered, boxes: Mapping[str, Box]) -> float:
    """Return how high the picture is: as high as its boxes, and lines that pass below them."""
    box = max((each.height for each in boxes.values()), default=0)
    lines = (_middle(row, box) + AROUND for way in plan.ways.values() for _layer, row in way[1:-1])
    return max((*(each.y + each.height for each in boxes.values()), *lines), default=0) + 2


def _middle(row: float, high: float) -> float:
    return 1 + row * (high + ROW_GAP) + high / 2


def _name(spot: Spot, wide: float) -> tuple[str, ...]:
    return broken(spot.name, (wide - 2 * PAD) / 1.06, NAME)


def _line(plan: Layered, edge: Edge, boxes: Mapping[str, Box], strength: float | None) -> Element:
    """Draw a link as one line over the places that it passes."""
    one, other = boxes[edge[0]], boxes[edge[1]]
    pitch = _pitch(plan, boxes)
    right = plan.places[edge[0]][0] < plan.places[edge[1]][0]
    start = Point(one.x + (one.width if right else 0), one.y + one.height / 2)
    end = Point(other.x + (0 if right else other.width), other.y + other.height / 2)
    between = [
        Point(1 + layer * pitch + one.width / 2, _middle(row, one.height), one.width / 2)
        for layer, row in plan.ways[edge][1:-1]
    ]
    drawn = wire([start, *between, end], tuple(boxes.values()))
    if strength is None:
        return shape("link-back" if edge in plan.back else "link", "path", d=drawn)
    return shape("flow", "path", d=drawn, stroke_width=1.2 + 2.4 * strength)


def _pitch(plan: Layered, boxes: Mapping[str, Box]) -> float:
    found = sorted({(plan.places[id_][0], box.x) for id_, box in boxes.items()})
    (first, left), (last, right) = found[0], found[-1]
    return (right - left) / (last - first) if last > first else 0.0


def _box(spot: Spot, box: Box) -> Element:
    return element("g", *_parts(spot, box))


def _parts(spot: Spot, box: Box) -> Iterator[Element]:
    lines = _name(spot, box.width)
    yield shape(spot.role, "rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=3)
    source = spot.role == "node-source"
    strong, small = ("on-risk", "on-risk-small") if source else ("node-name", "small")
    top = box.y + (box.height - LINE * (len(lines) + 1)) / 2 + LINE - 3
    for place, line in enumerate(lines):
        yield shape(
            strong, "text", line, x=box.x + box.width / 2, y=top + LINE * place, text_anchor="middle", font_size=NAME
        )
    remark = cut(spot.remark, box.width - PAD, SMALL)
    yield text(small, box.x + box.width / 2, top + LINE * len(lines), remark, "middle")
