from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.groups import Step
from debtaudit.domain.steps import step_graph

NAMES = st.lists(st.sampled_from("abcdef"), max_size=3, unique=True).map(tuple)
STEPS = st.lists(st.builds(Step, reads=NAMES, writes=NAMES), max_size=8)


def test_a_chain_is_as_long_as_its_steps_and_as_sparse_as_a_tree() -> None:
    graph = step_graph([Step(reads=("raw",), writes=("a",)), Step(reads=("a",), writes=("b",)), Step(reads=("b",))])
    assert (graph.longest, graph.density, graph.cyclic, graph.most_readers) == (3, 1.0, False, 1)


def test_a_source_counts_once_a_step_and_what_steps_write_is_no_source() -> None:
    steps = [
        Step(reads=("raw", "raw"), writes=("a",)),
        Step(reads=("raw", "a")),
        Step(reads=("a",)),
        Step(reads=("a",)),
    ]
    assert step_graph(steps).most_readers == 2


def test_a_step_that_reads_what_it_writes_does_not_wait_for_itself() -> None:
    assert not step_graph([Step(reads=("a",), writes=("a",))]).cyclic


def test_no_steps_are_no_graph() -> None:
    graph = step_graph([])
    assert (graph.longest, graph.density, graph.cyclic) == (0, 0.0, False)


@given(STEPS)
def test_chains_and_circles_are_those_of_networkx(steps: list[Step]) -> None:
    graph = step_graph(steps)
    peer: nx.DiGraph[int] = nx.DiGraph()
    peer.add_nodes_from(range(len(steps)))
    peer.add_edges_from((before, after) for after, some in enumerate(graph.before) for before in some)
    acyclic = nx.is_directed_acyclic_graph(peer)
    assert graph.cyclic is not acyclic
    if acyclic:
        assert graph.longest == (nx.dag_longest_path_length(peer) + 1 if steps else 0)
