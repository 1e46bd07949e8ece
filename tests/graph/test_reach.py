"""What each asset reaches: counts and sets."""

from __future__ import annotations

from itertools import chain

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.graph import reach
from debtaudit.graph.components import components, reversed_links
from debtaudit.graph.reach import bits, reach_counts, reached, reached_in_blocks

LABELS, CHAT, INTENT, REPORT = range(4)
SHOP = [[INTENT, REPORT], [], [CHAT], []]  # labels -> intent -> chat, labels -> report


def descendants(successors: list[list[int]]) -> list[set[int]]:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(successors)))
    graph.add_edges_from((node, child) for node, children in enumerate(successors) for child in children)
    return [set(nx.descendants(graph, node)) for node in range(len(successors))]


@st.composite
def graphs(draw: st.DrawFn) -> list[list[int]]:
    nodes = draw(st.integers(0, 12))
    consumers = st.lists(st.integers(0, max(nodes - 1, 0)), max_size=4 if nodes else 0)
    return draw(st.lists(consumers, min_size=nodes, max_size=nodes))


def test_an_empty_graph_reaches_nothing() -> None:
    assert reach_counts([]) == []
    assert reached([], []) == []


def test_counts_leave_out_the_asset_itself() -> None:
    assert reach_counts(SHOP) == [3, 0, 1, 0]


def test_on_a_cycle_an_asset_reaches_the_others_but_not_itself() -> None:
    assert reach_counts([[1], [2], [0], [3]]) == [2, 2, 2, 0]


def test_parallel_paths_and_links_count_an_asset_once() -> None:
    assert reach_counts([[1, 2, 2], [3], [3, 3], []]) == [3, 1, 1, 0]


def test_bit_i_stands_for_the_ith_column_asked_for() -> None:
    assert reached(SHOP, [REPORT, CHAT]) == [0b11, 0, 0b10, 0]


def test_upstream_sets_are_the_sets_of_the_reversed_graph() -> None:
    upstream = reached(reversed_links(SHOP), range(4))
    assert [list(bits(row)) for row in upstream] == [[], [LABELS, INTENT], [LABELS], [LABELS]]


def test_without_columns_every_set_is_empty() -> None:
    assert reached(SHOP, []) == [0, 0, 0, 0]
    assert list(reached_in_blocks(SHOP, [])) == []


@given(graphs())
def test_counts_are_the_numbers_of_descendants(successors: list[list[int]]) -> None:
    assert reach_counts(successors) == [len(found) for found in descendants(successors)]


@pytest.mark.parametrize("width", [1, 2, 3, 5])
@given(successors=graphs())
def test_counts_do_not_depend_on_the_width_of_a_block(width: int, successors: list[list[int]]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reach, "BLOCK", width)
        assert reach_counts(successors) == [len(found) for found in descendants(successors)]


@given(graphs())
def test_sets_are_the_descendants_among_the_columns(successors: list[list[int]]) -> None:
    columns = [node for node in range(len(successors)) if node % 3 != 1][::-1]
    found = [{columns[bit] for bit in bits(row)} for row in reached(successors, columns)]
    assert found == [whole & set(columns) for whole in descendants(successors)]


@given(graphs(), st.integers(1, 4))
def test_blocks_put_together_are_the_whole_set(successors: list[list[int]], width: int) -> None:
    columns = list(range(len(successors)))
    blocks = list(reached_in_blocks(successors, columns, width=width))
    assert list(chain.from_iterable(block for block, _ in blocks)) == columns
    for node, whole in enumerate(descendants(successors)):
        assert {block[bit] for block, rows in blocks for bit in bits(rows[node])} == whole


@given(graphs())
def test_components_at_hand_change_nothing(successors: list[list[int]]) -> None:
    parts = components(successors)
    assert reach_counts(successors, parts) == reach_counts(successors)
    columns = range(len(successors))
    assert reached(successors, columns, parts) == reached(successors, columns)


@given(st.sets(st.integers(0, 300)))
def test_bits_lists_the_positions_in_ascending_order(positions: set[int]) -> None:
    assert list(bits(sum(1 << position for position in positions))) == sorted(positions)
