"""Components, their numbering and the reversed graph."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.graph.components import components, reversed_links


def graphs(most: int = 12) -> st.SearchStrategy[list[list[int]]]:
    """Small graphs with cycles, self loops and parallel links, the empty one included."""

    def rows(nodes: int) -> st.SearchStrategy[list[list[int]]]:
        consumers = st.lists(st.integers(0, max(nodes - 1, 0)), max_size=4 if nodes else 0)
        return st.lists(consumers, min_size=nodes, max_size=nodes)

    return st.integers(0, most).flatmap(rows)


def networkx_of(successors: list[list[int]]) -> nx.DiGraph[int]:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(successors)))
    graph.add_edges_from((node, child) for node, children in enumerate(successors) for child in children)
    return graph


def test_an_empty_graph_has_no_components() -> None:
    parts = components([])
    assert (parts.of, parts.members, parts.condensed, parts.cyclic()) == ([], [], [], ())


def test_a_chain_is_numbered_from_its_sink() -> None:
    assert components([[1], [2], []]).of == [2, 1, 0]


def test_a_cycle_is_one_component_with_ascending_members() -> None:
    parts = components([[2], [0], [1], [0]])
    assert parts.members == [[0, 1, 2], [3]]
    assert parts.condensed == [(), (0,)]


def test_a_self_loop_is_a_cycle_and_a_plain_node_is_none() -> None:
    assert components([[0], [], [1, 2, 2]]).cyclic() == ((0,), (2,))


def test_cycles_are_listed_by_their_smallest_asset() -> None:
    assert components([[3], [2], [1], [0]]).cyclic() == ((0, 3), (1, 2))


def test_a_chain_longer_than_the_stack_is_no_problem() -> None:
    length = 50_000
    chain = [[node + 1] for node in range(length - 1)] + [[0]]
    assert components(chain).members == [list(range(length))]


@given(graphs())
def test_the_components_are_those_of_networkx(successors: list[list[int]]) -> None:
    theirs = {frozenset(nodes) for nodes in nx.strongly_connected_components(networkx_of(successors))}
    parts = components(successors)
    assert {frozenset(nodes) for nodes in parts.members} == theirs
    assert sorted(node for nodes in parts.members for node in nodes) == list(range(len(successors)))
    assert all(node in parts.members[number] for node, number in enumerate(parts.of))


@given(graphs())
def test_every_link_leads_to_a_smaller_number_or_stays_inside(successors: list[list[int]]) -> None:
    parts = components(successors)
    for node, children in enumerate(successors):
        for child in children:
            inside = parts.of[child] == parts.of[node]
            assert inside or parts.of[child] in parts.condensed[parts.of[node]]
    assert all(successor < number for number, row in enumerate(parts.condensed) for successor in row)


@given(graphs())
def test_the_links_between_components_are_exactly_those_of_the_nodes(successors: list[list[int]]) -> None:
    parts = components(successors)
    condensed = {(number, successor) for number, row in enumerate(parts.condensed) for successor in row}
    linked = {(parts.of[node], parts.of[child]) for node, children in enumerate(successors) for child in children}
    assert condensed == {(one, other) for one, other in linked if one != other}


@given(graphs())
def test_reversing_twice_gives_the_same_links(successors: list[list[int]]) -> None:
    assert reversed_links(reversed_links(successors)) == [sorted(children) for children in successors]
