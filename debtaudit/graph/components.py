"""Strongly connected components of a graph held as integer lists, numbered so that sinks come first.

Nodes are ``0..n-1``; ``successors[node]`` lists the consumers of a provider, parallel links and self loops included.
The numbering is a reversed topological order of the components, so whatever sums up what lies downstream needs one
plain sweep over them and no search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Adjacency = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Components:
    """The components of a graph and the acyclic graph between them.

    ``of[node]`` is the component of a node, ``members[component]`` its nodes in ascending order and
    ``condensed[component]`` the other components it links to, ascending: all of them have smaller numbers.
    ``looped`` holds the single nodes that link to themselves.
    """

    of: list[int]
    members: list[list[int]]
    condensed: list[tuple[int, ...]]
    looped: frozenset[int]

    def cyclic(self) -> tuple[tuple[int, ...], ...]:
        """Members of every component that holds a cycle (several nodes, or one that links to itself), sorted."""
        return tuple(sorted(tuple(nodes) for nodes in self.members if len(nodes) > 1 or nodes[0] in self.looped))


def components(successors: Adjacency) -> Components:
    """Group the nodes into strongly connected components; time and memory grow with nodes plus links."""
    members = _sinks_first(successors)
    of = [0] * len(successors)
    for number, nodes in enumerate(members):
        for node in nodes:
            of[node] = number
    condensed = [_linked(number, nodes, successors, of) for number, nodes in enumerate(members)]
    looped = frozenset(nodes[0] for nodes in members if len(nodes) == 1 and nodes[0] in successors[nodes[0]])
    return Components(of, members, condensed, looped)


def reversed_links(successors: Adjacency) -> list[list[int]]:
    """The same graph with every link turned round: ``result[consumer]`` lists its providers, ascending."""
    providers: list[list[int]] = [[] for _ in successors]
    for provider, consumers in enumerate(successors):
        for consumer in consumers:
            providers[consumer].append(provider)
    return providers


def _linked(number: int, nodes: list[int], successors: Adjacency, of: list[int]) -> tuple[int, ...]:
    linked = {of[child] for node in nodes for child in successors[node]}
    linked.discard(number)
    return tuple(sorted(linked))


def _sinks_first(successors: Adjacency) -> list[list[int]]:  # noqa: C901 - one loop is what makes it fast
    """Members of each component in the order in which Tarjan's search (1972) closes them: sinks first.

    The recursion is an explicit trail, because chains of assets are longer than Python's stack. A closed node's
    ``low`` is set above every visit number, which spares the usual "is it still open" test on each link.
    """
    visit, low = [0] * len(successors), [0] * len(successors)
    closed, visits = len(successors) + 1, 0
    opened: list[int] = []
    found: list[list[int]] = []
    for root in range(len(successors)):
        if visit[root]:
            continue
        visits += 1
        visit[root] = low[root] = visits
        opened.append(root)
        trail = [(root, iter(successors[root]))]
        while trail:
            node, rest = trail[-1]
            for child in rest:
                if low[child] >= low[node]:
                    continue
                if visit[child]:
                    low[node] = low[child]
                    continue
                visits += 1
                visit[child] = low[child] = visits
                opened.append(child)
                trail.append((child, iter(successors[child])))
                break
            else:
                trail.pop()
                if low[node] == visit[node]:
                    found.append(_close(node, opened, low, closed))
                elif low[node] < low[trail[-1][0]]:
                    low[trail[-1][0]] = low[node]
    return found


def _close(root: int, opened: list[int], low: list[int], closed: int) -> list[int]:
    """Take the component of ``root``, which lies on top of the opened nodes, and mark its nodes closed."""
    nodes: list[int] = []
    while not nodes or nodes[-1] != root:
        nodes.append(opened.pop())
        low[nodes[-1]] = closed
    nodes.sort()
    return nodes
