"""The strongest path from every asset to every system."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.graph.paths import strongest

Links = list[list[tuple[int, float]]]


def links(nodes: int, *given_links: tuple[int, int, float]) -> Links:
    """Incoming links of each node from ``(provider, consumer, strength)``."""
    rows: Links = [[] for _ in range(nodes)]
    for provider, consumer, strength in given_links:
        rows[consumer].append((provider, strength))
    return rows


@st.composite
def networks(draw: st.DrawFn, strengths: st.SearchStrategy[float]) -> tuple[Links, list[int]]:
    """Small graphs with cycles, self loops and parallel links, and some of their nodes as targets."""
    nodes = draw(st.integers(1, 8))
    node = st.integers(0, nodes - 1)
    found = draw(st.lists(st.tuples(node, node, strengths), max_size=20))
    return links(nodes, *found), draw(st.lists(node, max_size=4))


ANY_STRENGTH = st.floats(0.01, 1.0)
HALVES = st.sampled_from([1.0, 0.5, 0.25])  # with a hop of 0.5 products are exact, so ties are real


def simple_paths(predecessors: Links, target: int, hop: float) -> dict[int, list[tuple[float, tuple[int, ...]]]]:
    """Weight and nodes of every path without repeated nodes that ends in the target, by its first node."""
    found: dict[int, list[tuple[float, tuple[int, ...]]]] = {target: [(1.0, (target,))]}
    open_paths: list[tuple[float, tuple[int, ...]]] = [(1.0, (target,))]
    while open_paths:
        weight, path = open_paths.pop()
        for provider, strength in predecessors[path[0]]:
            if provider not in path:
                longer = (weight * strength * hop, (provider, *path))
                found.setdefault(provider, []).append(longer)
                open_paths.append(longer)
    return found


def test_a_system_reaches_itself_with_weight_one() -> None:
    found = strongest(links(1), [0])
    assert found.of(0) == ((0, 1.0, -1),)
    assert found.path(0, 0) == (0,)


def test_each_link_costs_its_strength_and_one_hop() -> None:
    found = strongest(links(3, (0, 1, 0.6), (1, 2, 1.0)), [2])
    assert found.weight(0, 2) == pytest.approx(0.6 * 0.9 * 1.0 * 0.9)
    assert found.path(0, 2) == (0, 1, 2)


def test_the_strongest_of_parallel_links_counts_alone() -> None:
    assert strongest(links(2, (0, 1, 0.3), (0, 1, 0.6), (0, 1, 0.5)), [1]).weight(0, 1) == pytest.approx(0.54)


def test_a_long_strong_path_beats_a_short_weak_one() -> None:
    found = strongest(links(4, (0, 3, 0.3), (0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0)), [3])
    assert found.path(0, 3) == (0, 1, 2, 3)
    assert found.weight(0, 3) == pytest.approx(0.9**3)


def test_a_path_below_the_floor_is_no_path() -> None:
    found = strongest(links(3, (0, 1, 0.2), (1, 2, 0.2)), [2])
    assert found.of(0) == ()
    assert (found.weight(0, 2), found.path(0, 2)) == (0.0, ())


def test_a_path_exactly_at_the_floor_counts() -> None:
    assert strongest(links(2, (0, 1, 0.5)), [1], hop=0.5, floor=0.25).weight(0, 1) == 0.25


def test_of_equally_strong_paths_the_shorter_counts() -> None:
    found = strongest(links(4, (0, 1, 1.0), (1, 3, 0.5), (0, 2, 1.0), (2, 1, 1.0), (0, 3, 0.25)), [3], hop=0.5)
    assert found.weight(0, 3) == 0.125
    assert found.path(0, 3) == (0, 3)


def test_of_equally_strong_and_long_paths_the_smaller_next_asset_counts() -> None:
    found = strongest(links(4, (0, 2, 0.5), (2, 3, 0.5), (0, 1, 0.5), (1, 3, 0.5)), [3])
    assert found.path(0, 3) == (0, 1, 3)


def test_cycles_and_self_loops_gain_nothing() -> None:
    found = strongest(links(2, (0, 1, 1.0), (1, 0, 1.0), (1, 1, 1.0)), [1])
    assert found.of(1) == ((1, 1.0, -1),)
    assert found.weight(0, 1) == pytest.approx(0.9)


def test_systems_ascend_and_are_listed_once_whatever_was_asked() -> None:
    network = links(3, (0, 1, 1.0), (0, 2, 0.5))
    assert [entry[0] for entry in strongest(network, [2, 1, 2]).of(0)] == [1, 2]


def test_a_system_may_lead_to_another_system() -> None:
    assert strongest(links(2, (0, 1, 0.5)), [0, 1], hop=0.5).of(0) == ((0, 1.0, -1), (1, 0.25, 1))


def test_an_empty_graph_has_no_paths() -> None:
    assert list(strongest([], []).targets) == []


def test_a_strength_that_would_gain_by_passing_on_is_refused() -> None:
    with pytest.raises(ValueError, match=r"strength 1\.5 x hop 0\.9 is above 1"):
        strongest(links(2, (0, 1, 1.5)), [1])


def test_a_floor_outside_zero_to_one_is_refused() -> None:
    with pytest.raises(ValueError, match=r"floor 5 is not between 0 and 1"):
        strongest(links(2, (0, 1, 1.0)), [1], floor=5)


@given(networks(ANY_STRENGTH))
def test_weights_are_those_of_dijkstra_on_the_negative_logarithm(network: tuple[Links, list[int]]) -> None:
    predecessors, targets = network
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    graph.add_nodes_from(range(len(predecessors)))
    for consumer, row in enumerate(predecessors):
        for provider, strength in row:
            graph.add_edge(consumer, provider, weight=-math.log(strength * 0.9))
    found = strongest(predecessors, targets)
    for target in targets:
        costs = nx.single_source_dijkstra_path_length(graph, target)
        for node in range(len(predecessors)):
            weight = math.exp(-costs[node]) if node in costs else 0.0
            if not math.isclose(weight, 0.05, rel_tol=1e-9):
                assert found.weight(node, target) == pytest.approx(weight if weight > 0.05 else 0.0)


@given(networks(HALVES))
def test_the_path_is_the_strongest_then_shortest_then_smallest(network: tuple[Links, list[int]]) -> None:
    predecessors, targets = network
    found = strongest(predecessors, targets, hop=0.5, floor=0.0)
    for target in targets:
        candidates = simple_paths(predecessors, target, hop=0.5)
        for node in range(len(predecessors)):
            ranked = sorted(candidates.get(node, []), key=lambda found: (-found[0], len(found[1]), found[1]))
            weight, path = ranked[0] if ranked else (0.0, ())
            assert (found.weight(node, target), found.path(node, target)) == (weight, path)


@given(networks(ANY_STRENGTH))
def test_the_links_of_a_path_multiply_to_its_weight(network: tuple[Links, list[int]]) -> None:
    predecessors, targets = network
    found = strongest(predecessors, targets)
    for node in range(len(predecessors)):
        for target, weight, next_hop in found.of(node):
            path = found.path(node, target)
            assert (path[0], path[-1], *path[1:2]) == (node, target, *([next_hop] if next_hop >= 0 else []))
            strengths = [
                max(strength for provider, strength in predecessors[consumer] if provider == one)
                for one, consumer in pairwise(path)
            ]
            assert weight == pytest.approx(math.prod(strength * 0.9 for strength in strengths))


@given(networks(ANY_STRENGTH), st.randoms(use_true_random=False))
def test_the_order_of_links_and_systems_changes_nothing(network: tuple[Links, list[int]], rng: Random) -> None:
    predecessors, targets = network
    shuffled = [rng.sample(row, len(row)) for row in predecessors]
    one, other = strongest(predecessors, targets), strongest(shuffled, rng.sample(targets, len(targets)))
    assert [one.of(node) for node in range(len(predecessors))] == [other.of(node) for node in range(len(predecessors))]


@given(networks(st.floats(0.01, 0.5)), st.data())
def test_a_stronger_link_never_weakens_a_path(network: tuple[Links, list[int]], data: st.DataObject) -> None:
    predecessors, targets = network
    stronger = [
        [(provider, strength * data.draw(st.sampled_from([1.0, 1.5, 2.0]))) for provider, strength in row]
        for row in predecessors
    ]
    before, after = strongest(predecessors, targets), strongest(stronger, targets)
    for node in range(len(predecessors)):
        assert all(after.weight(node, target) >= weight for target, weight, _ in before.of(node))
