"""Layers: what gives stands left of what takes, whatever the graph."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from debtaudit.report.charts.layers import Layered, layered

NODES = "abcdefgh"
EDGES = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=20)


def test_a_chain_takes_a_layer_a_link() -> None:
    plan = layered("abc", [("a", "b"), ("b", "c")])
    assert [plan.places[node][0] for node in "abc"] == [0, 1, 2] and plan.layers == 3


def test_a_source_stands_just_before_the_first_that_takes_from_it() -> None:
    plan = layered("abcx", [("a", "b"), ("b", "c"), ("x", "c")])
    assert plan.places["x"][0] == 1


def test_a_link_over_several_layers_passes_each() -> None:
    plan = layered("abc", [("a", "b"), ("b", "c"), ("a", "c")])
    assert [layer for layer, _row in plan.ways["a", "c"]] == [0, 1, 2]
    assert plan.ways["a", "c"][1][1] != plan.places["b"][1], "beside what stands there, not through it"


def test_two_chains_do_not_cross() -> None:
    plan = layered("abxy", [("a", "y"), ("b", "x")])
    assert (plan.places["a"][1] < plan.places["b"][1]) == (plan.places["y"][1] < plan.places["x"][1])


def test_of_a_circle_one_link_leads_back() -> None:
    plan = layered("abc", [("a", "b"), ("b", "c"), ("c", "a")])
    assert len(plan.back) == 1


def test_nothing_has_no_layers() -> None:
    assert layered("", []).layers == 0


@given(EDGES)
def test_links_lead_to_the_right_unless_they_lead_back(edges: list[tuple[str, str]]) -> None:
    plan = layered(NODES, edges)
    for one, other in {edge for edge in edges if edge[0] != edge[1]}:
        left, right = plan.places[one][0], plan.places[other][0]
        assert left < right or (one, other) in plan.back


@given(EDGES)
def test_no_two_assets_share_a_place(edges: list[tuple[str, str]]) -> None:
    plan = layered(NODES, edges)
    assert set(plan.places) == set(NODES)
    for one, other in combinations(plan.places.values(), 2):
        assert one[0] != other[0] or abs(one[1] - other[1]) >= 1 - 1e-9


@given(EDGES)
def test_the_order_of_links_changes_nothing_but_ties(edges: list[tuple[str, str]]) -> None:
    assert layered(NODES, edges) == layered(NODES, list(edges))


def crossings(plan: Layered) -> int:
    hops = [hop for way in plan.ways.values() for hop in pairwise(way)]
    return sum(
        (one[0][0], one[1][0]) == (other[0][0], other[1][0])
        and (one[0][1] - other[0][1]) * (one[1][1] - other[1][1]) < 0
        for one, other in combinations(hops, 2)
    )


def test_neighbours_change_places_where_the_middle_of_their_links_leaves_a_crossing() -> None:
    assert crossings(layered("abcdefg", [("a", "d"), ("a", "f"), ("b", "e"), ("c", "d"), ("e", "f")])) == 0


def test_a_band_that_nothing_stands_in_is_closed() -> None:
    plan = layered("abcdefx", [("a", "f"), ("b", "f"), ("c", "f"), ("d", "f"), ("e", "f"), ("x", "e")])
    rows = sorted({row for way in (*plan.ways.values(), plan.places.values()) for _layer, row in way})
    assert rows[0] >= 0 and all(later - row <= 1 for row, later in pairwise(rows))
