"""How far one fault reaches: left to right by steps, the line as strong as the part of the damage that arrives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from debtaudit.report.charts.lettering import broken, cut
from debtaudit.report.charts.svg import LABEL, SMALL, Box, Element, element, number, picture, shape, text
from debtaudit.report.charts.tree import MOST, Stop

GAP, TIGHT, LONGEST, WIDEST, ROW_GAP, PAD = 46, 34, 110, 168, 14, 7
LINE, STEP = 15, 8
INDENT, TREE_ROW = 20, 44


@dataclass(frozen=True, slots=True)
class Name:
    """What stands at a stop: its name, and a remark such as its kind or how much arrives there."""

    name: str
    remark: str


Names = Mapping[str, Name]


def reach(stops: Sequence[Stop], names: Names, across: float, says: str) -> Element:
    """Draw boxes in columns."""
    boxes, labels = laid_out(stops, names, across)
    high = max((box.y + box.height for box in boxes.values()), default=0) + 2
    by_id = {stop.id: stop for stop in stops}
    return picture(across, high, says, [
        *(each for stop in stops if stop.before for each in _line(stop, boxes[by_id[stop.before].id], boxes[stop.id])),
        *(_box(stop, boxes[stop.id], labels[stop.id], names[stop.id].remark) for stop in stops),
    ])  # fmt: skip


def laid_out(
    stops: Sequence[Stop], names: Names, across: float
) -> tuple[dict[str, Box], dict[str, tuple[str, ...]]]:  # fmt: skip
    """Return each stop's box, and its name broken into the lines that fit there."""
    columns = max((stop.column for stop in stops), default=0) + 1
    gap = GAP if columns < MOST else TIGHT
    wide = min(WIDEST, (across - gap * (columns - 1)) / columns)
    pitch = min((across - wide) / max(1, columns - 1), wide + LONGEST)
    labels = {stop.id: broken(names[stop.id].name, (wide - 2 * PAD) / 1.06, LABEL) for stop in stops}
    lines = max((len(each) for each in labels.values()), default=1)
    high = lines * LINE + LINE + 2 * PAD - 3
    boxes = {
        stop.id: Box(1 + stop.column * (pitch - 2 / columns), 1 + stop.row * (high + ROW_GAP), wide - 2, high)
        for stop in stops
    }
    return boxes, labels


def reach_list(stops: Sequence[Stop], names: Names, across: float, says: str) -> Element:
    """Draw the same as an indented tree, one stop a line, for narrow screens."""
    rows = {stop.id: place for place, stop in enumerate(stops)}
    columns = {stop.id: stop.column for stop in stops}
    return picture(across, TREE_ROW * len(stops), says, [
        *(_elbow(stop, rows, columns) for stop in stops if stop.before),
        *(each for stop in stops for each in _row(stop, names[stop.id], rows[stop.id], across)),
    ])  # fmt: skip


def _line(stop: Stop, start: Box, end: Box) -> Iterator[Element]:
    x1, y1 = start.x + start.width, start.y + start.height / 2
    x2, y2 = end.x, end.y + end.height / 2
    bend = (x2 - x1) / 2
    curve = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    yield shape("flow", "path", d=curve, stroke_width=_strength(stop.weight))
    if stop.skipped:
        x, y = (x1 + x2) / 2, (y1 + y2) / 2
        yield shape("step", "circle", cx=x, cy=y, r=STEP)
        yield text("count", x, y + SMALL * 0.35, str(stop.skipped), "middle")


def _strength(weight: float) -> float:
    return 1.2 + 3.8 * weight


def _role(stop: Stop) -> str:
    if not stop.before:
        return "node-source"
    return "node-reached" if stop.reached else "node"


def _box(stop: Stop, box: Box, lines: Sequence[str], remark: str) -> Element:
    centre, high = box.x + box.width / 2, LINE * (len(lines) + bool(remark))
    top = box.y + (box.height - high) / 2 + LINE - 3.5
    strong, small = ("strong", "small") if stop.before else ("on-risk", "on-risk-small")
    words = [text(strong, centre, top + LINE * place, line, "middle") for place, line in enumerate(lines)]
    if remark:
        below = cut(remark, box.width - PAD, SMALL)
        words.append(text(small, centre, top + LINE * len(lines), below, "middle"))
    frame = shape(_role(stop), "rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=3)
    return element("g", frame, *words)


def _elbow(stop: Stop, rows: Mapping[str, int], columns: Mapping[str, int]) -> Element:
    x, top = 8 + columns[stop.before] * INDENT, rows[stop.before] * TREE_ROW + 14
    right, level = 8 + stop.column * INDENT, rows[stop.id] * TREE_ROW + 14
    return shape("flow", "path", d=f"M{number(x)} {number(top)}V{number(level)}H{number(right)}",
                 stroke_width=_strength(stop.weight) * 0.7)  # fmt: skip


def _row(stop: Stop, name: Name, row: int, across: float) -> Iterator[Element]:
    x, line = 8 + stop.column * INDENT, row * TREE_ROW + 18
    role = _role(stop)
    yield shape("step" if role == "node" else role, "circle", cx=x, cy=line - 4, r=5)
    room = across - x - 14
    yield text("strong", x + 14, line, cut(name.name, room / 1.06, LABEL))
    between = f", {stop.skipped} between" if stop.skipped else ""
    yield text("faint", x + 14, line + 16, cut(name.remark + between, room, SMALL))
