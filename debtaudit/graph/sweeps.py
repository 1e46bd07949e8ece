"""Sweeps over the whole graph: nodes are numbers, and each sweep runs once, when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from debtaudit.domain.link import Link, LinkKind
from debtaudit.graph.components import Components, components, reversed_links
from debtaudit.graph.paths import StrongestPaths, strongest


class Sweeps:
    """What is worked out for all assets at once; `number` gives each asset's id its place in order of id."""

    def __init__(
        self,
        number: Mapping[str, int],
        links: Iterable[Link],
        strength: Callable[[Link], float],
        systems: Sequence[int],
        hop: float,
        floor: float,
    ) -> None:
        self._number, self._strength, self._systems, self._hop, self._floor = number, strength, systems, hop, floor
        self._out: list[list[Link]] = [[] for _ in number]
        self._in: list[list[Link]] = [[] for _ in number]
        for link in links:
            self._out[number[link.provider]].append(link)
            self._in[number[link.consumer]].append(link)
        self._parts_by_kinds: dict[frozenset[LinkKind], Components] = {}

    @cached_property
    def successors(self) -> list[list[int]]:
        """The consumers of each node, a link each."""
        return [[self._number[link.consumer] for link in links] for links in self._out]

    @cached_property
    def parts(self) -> Components:
        """The strongly connected components over all links."""
        return components(self.successors)

    def parts_over(self, kinds: frozenset[LinkKind]) -> Components:
        """Return the components over links of these kinds only."""
        if kinds not in self._parts_by_kinds:
            ends = [[self._number[link.consumer] for link in links if link.kind in kinds] for links in self._out]
            self._parts_by_kinds[kinds] = components(ends)
        return self._parts_by_kinds[kinds]

    @cached_property
    def tangles(self) -> Components:
        """The components of data and answers alone, without systems and the world outside."""
        outside = set(self._systems)
        inside = [[self._number[link.consumer] for link in links if link.kind != "influences"] for links in self._out]
        return components([[end for end in ends if end not in outside] for ends in inside])

    @cached_property
    def paths(self) -> StrongestPaths:
        """The strongest path of each node to each system that it reaches."""
        predecessors = [[(self._number[link.provider], self._strength(link)) for link in links] for links in self._in]
        return strongest(predecessors, self._systems, self._hop, self._floor)

    def kinds_inside(self, node: int) -> frozenset[LinkKind]:
        """Return the kinds of the links that stay inside a node's component, so that most loops need no search."""
        return self._kinds_inside.get(self.parts.of[node], frozenset())

    @cached_property
    def _kinds_inside(self) -> dict[int, frozenset[LinkKind]]:
        found: dict[int, frozenset[LinkKind]] = {}
        of = self.parts.of
        for part, links, ends in zip(of, self._out, self.successors, strict=True):
            kinds = {link.kind for link, end in zip(links, ends, strict=True) if of[end] == part}
            if kinds:
                found[part] = found.get(part, frozenset()) | kinds
        return found

    def upstream(self, node: int) -> list[int]:
        """Return all nodes that lead to a node, ascending, without itself."""
        seen, rest = {node}, [node]
        while rest:
            for each in self._predecessors[rest.pop()]:
                if each not in seen:
                    seen.add(each)
                    rest.append(each)
        return sorted(seen - {node})

    @cached_property
    def _predecessors(self) -> list[list[int]]:
        return reversed_links(self.successors)

    def downstream_of(self, nodes: Iterable[int]) -> frozenset[int]:
        """Return all nodes that one of these leads to; one of these itself only where another, or a cycle, does."""
        seen: set[int] = set()
        rest = list(nodes)
        while rest:
            for each in self.successors[rest.pop()]:
                if each not in seen:
                    seen.add(each)
                    rest.append(each)
        return frozenset(seen)
