"""Lines between assets: none runs behind the box of another, and all of each is in the picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from debtaudit.report.charts.network import Spot, network
from debtaudit.report.charts.svg import Element

NODES = "abcdefghij"
EDGES = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=16)
TOUCH = 0.2  # a line begins at the edge of its own box
Place = tuple[float, float]


def drawn(edges: list[tuple[str, str]], across: float = 900) -> Element:
    linked = sorted({each for edge in edges for each in edge})
    return network([Spot(each, each, "model") for each in linked], edges, {}, across, "")


def shapes(tree: Element, tag: str) -> Iterator[dict[str, str]]:
    for each in tree.children:
        if isinstance(each, Element):
            if each.tag == tag:
                yield dict(each.attributes)
            yield from shapes(each, tag)


def places(path: str) -> Iterator[Place]:
    """Yield places along a path of moves, level parts and curves."""
    here = (0.0, 0.0)
    for step, numbers in re.findall("([MHC])([^MHC]*)", path):
        said = [float(each) for each in numbers.split()]
        ends = (said[0], here[1]) if step == "H" else (said[-2], said[-1])
        handles = [(said[0], said[1]), (said[2], said[3])] if step == "C" else [here, ends]
        for number in range(51) if step != "M" else ():
            yield _on_curve((here, *handles, ends), number / 50)
        here = ends


def _on_curve(points: tuple[Place, ...], part: float) -> Place:
    shares = ((1 - part) ** 3, 3 * part * (1 - part) ** 2, 3 * part**2 * (1 - part), part**3)
    return sum(s * x for s, (x, _) in zip(shares, points, strict=True)), sum(
        s * y for s, (_, y) in zip(shares, points, strict=True)
    )


def lines(tree: Element) -> list[list[Place]]:
    return [list(places(each["d"])) for each in shapes(tree, "path")]


def behind(line: list[Place], box: dict[str, str]) -> bool:
    x, y, wide, high = (float(box[name]) for name in ("x", "y", "width", "height"))
    return any(x + TOUCH < left < x + wide - TOUCH and y < top < y + high for left, top in line)


@given(EDGES, st.sampled_from([620, 900, 1072]))
def test_no_line_runs_behind_a_box(edges: list[tuple[str, str]], across: float) -> None:
    tree = drawn(edges, across)
    assert not [1 for line in lines(tree) for box in shapes(tree, "rect") if behind(line, box)]


@given(EDGES)
def test_all_of_every_line_is_in_the_picture(edges: list[tuple[str, str]]) -> None:
    tree = drawn(edges)
    _left, _top, wide, high = map(float, dict(tree.attributes)["viewBox"].split())
    assert all(0 <= x <= wide and 0 <= y <= high for line in lines(tree) for x, y in line)
