"""One fault's reach: columns by steps, nothing on top of anything else, long ways shortened."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.report.charts.lettering import width
from debtaudit.report.charts.reach import Name, laid_out, reach, reach_list
from debtaudit.report.charts.tree import MOST, Route, stops


@st.composite
def ways(draw: st.DrawFn) -> list[Route]:
    """Draw strongest ways from one source: each asset has one asset before it, so that they form a tree."""
    before = {f"a{number}": f"a{draw(st.integers(0, number - 1))}" for number in range(1, draw(st.integers(2, 14)))}
    ends = draw(st.lists(st.sampled_from(sorted(before)), min_size=1, max_size=5, unique=True))
    found = []
    for end in ends:
        path = [end]
        while path[0] != "a0":
            path.insert(0, before[path[0]])
        found.append(Route(tuple(path), draw(st.floats(0.05, 1))))
    return found


def columns(*routes: Route) -> dict[str, int]:
    return {stop.id: stop.column for stop in stops(routes)}


def test_each_step_is_one_column_further() -> None:
    way = Route(("intent", "chat", "messages"), 0.8)
    assert columns(way) == {"intent": 0, "chat": 1, "messages": 2}


def test_the_strongest_way_stands_first() -> None:
    found = stops([Route(("a", "weak"), 0.1), Route(("a", "strong"), 0.9)])
    assert [stop.id for stop in found] == ["a", "strong", "weak"]


def test_on_a_long_way_only_forks_and_ends_keep_a_box_and_the_others_are_counted() -> None:
    found = stops([
        Route(("a", "b", "fork", "c", "one"), 0.5), Route(("a", "b", "fork", "d", "e", "f", "two"), 0.2),
    ])  # fmt: skip
    assert {stop.id: stop.skipped for stop in found} == {"a": 0, "fork": 1, "one": 1, "two": 3}


@given(ways())
def test_there_are_never_more_columns_than_there_is_room_for(routes: list[Route]) -> None:
    assert max(stop.column for stop in stops(routes)) < MOST


@given(ways())
def test_every_system_is_drawn_and_no_asset_is_lost_on_the_way(routes: list[Route]) -> None:
    found = {stop.id: stop for stop in stops(routes)}
    for route in routes:
        stop, length = found[route.path[-1]], 1
        assert stop.reached
        while stop.before:
            length += 1 + stop.skipped
            stop = found[stop.before]
        assert length == len(route.path)


@given(ways(), st.sampled_from([610.0, 480.0]))
def test_no_box_covers_another_and_every_name_fits_its_box(routes: list[Route], across: float) -> None:
    found = stops(routes)
    names = {stop.id: Name(f"A rather long-winded name {stop.id}", "50% arrives") for stop in found}
    boxes, labels = laid_out(found, names, across)
    assert not any(one.overlap(other) for one, other in combinations(boxes.values(), 2))
    for id_, box in boxes.items():
        assert box.x >= 0 and box.x + box.width <= across
        assert all(width(line, 12.5) * 1.06 <= box.width for line in labels[id_])


@pytest.mark.parametrize("draw", [reach, reach_list])
def test_names_are_escaped(draw: object) -> None:
    found = stops([Route(("a", "b"), 0.5)])
    names = {"a": Name("<script>", "]]>"), "b": Name('"&', "")}
    drawn = str(draw(found, names, 610.0, "<says>"))  # type: ignore[operator]
    assert "<script" not in drawn and "]]>" not in drawn and "&lt;script&gt;" in drawn and "&quot;&amp;" in drawn
