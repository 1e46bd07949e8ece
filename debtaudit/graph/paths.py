"""The strongest path from every node to every target (a system), for all of them in one pass.

The weight of a path is the product of ``strength * hop`` over its links; the strongest path is the one of greatest
weight, and weights below a floor are dropped. A product of factors up to 1 is a shortest path on its negative
logarithm, so cycles never gain and parallel paths never add up to more than the value at their end.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat
from operator import itemgetter

WeightedLinks = Sequence[Sequence[tuple[int, float]]]

HOP = 0.9  # share of a fault's damage that outlives one more hop
FLOOR = 0.05  # a weaker influence is noise beside the uncertainty of the strengths


@dataclass(frozen=True, slots=True, eq=False)
class StrongestPaths:
    """Targets that each node influences, as parallel arrays: node ``v`` owns ``starts[v]:starts[v + 1]``.

    Inside that slice ``targets`` ascends, ``weights`` holds the weight of the strongest path (0..1) and ``next_hops``
    the next node on it; a target's own entry has weight 1 and next hop -1.
    """

    starts: array[int]
    targets: array[int]
    weights: array[float]
    next_hops: array[int]

    def of(self, node: int) -> tuple[tuple[int, float, int], ...]:
        """``(target, weight, next hop)`` for each target that the node influences, by ascending target."""
        own = slice(self.starts[node], self.starts[node + 1])
        return tuple(zip(self.targets[own], self.weights[own], self.next_hops[own], strict=True))

    def weight(self, node: int, target: int) -> float:
        """Weight of the strongest path, 0.0 where there is none above the floor."""
        at = self._at(node, target)
        return self.weights[at] if at >= 0 else 0.0

    def path(self, node: int, target: int) -> tuple[int, ...]:
        """Nodes of the strongest path, both ends included; empty where there is none above the floor."""
        at, nodes = self._at(node, target), []
        while at >= 0:
            nodes.append(node)
            node = self.next_hops[at]
            at = self._at(node, target) if node >= 0 else -1
        return tuple(nodes)

    def _at(self, node: int, target: int) -> int:
        end = self.starts[node + 1]
        at = bisect_left(self.targets, target, self.starts[node], end)
        return at if at < end and self.targets[at] == target else -1


def strongest(
    predecessors: WeightedLinks, targets: Iterable[int], hop: float = HOP, floor: float = FLOOR
) -> StrongestPaths:
    """Strongest paths to each target; ``predecessors[node]`` holds ``(provider, strength)`` pairs.

    Of equally strong paths the one with fewer links counts, then the one whose next hop is the smaller node.
    Time and memory grow with the number of (node, target) pairs above the floor: with strengths near 1 everywhere the
    floor cuts late and that is every pair connected.
    Raises ValueError unless ``0 <= floor <= 1`` and every ``strength * hop`` is at most 1.
    """
    if not 0 <= floor <= 1:
        raise ValueError(f"floor {floor} is not between 0 and 1")
    links = [_strongest_first(row, hop) for row in predecessors]
    nodes, ends, weights, next_hops = array("i"), array("i"), array("d"), array("i")
    for target in sorted(set(targets)):
        weight_of, next_of = _search(links, target, hop, floor)
        nodes.extend(weight_of)
        ends.extend(repeat(target, len(weight_of)))
        weights.extend(weight_of.values())
        next_hops.extend(map(next_of.__getitem__, weight_of))
    return _by_node(len(links), nodes, ends, weights, next_hops)


def _strongest_first(row: Sequence[tuple[int, float]], hop: float) -> list[tuple[int, float]]:
    """A node's incoming links, strongest first, so that a search stops at the first that is too weak."""
    links = sorted(row, key=itemgetter(1), reverse=True)
    if links and links[0][1] * hop > 1:
        raise ValueError(f"strength {links[0][1]:g} x hop {hop:g} is above 1, so a path would gain by its length")
    return links


def _search(links: WeightedLinks, target: int, hop: float, floor: float) -> tuple[dict[int, float], dict[int, int]]:
    """Weights and next hops of all nodes that influence the target, found backwards one hop at a time.

    Rounds over a frontier need no heap and beat Dijkstra's search here, because the floor leaves few rounds. A node
    improves only on strictly greater weight, so the shorter path keeps a tie; a round runs in ascending order and on
    the weights of the round before, so among paths of one length the smaller next hop keeps it.
    """
    weights, next_hops = {target: 1.0}, {target: -1}
    frontier = {target: 1.0}
    while frontier:
        improved: dict[int, float] = {}
        for node in sorted(frontier):
            passed_on = frontier[node] * hop
            for provider, strength in links[node]:
                weight = passed_on * strength
                if weight < floor:
                    break
                if weight > weights.get(provider, 0.0):
                    weights[provider] = improved[provider] = weight
                    next_hops[provider] = node
        frontier = improved
    return weights, next_hops


def _by_node(
    count: int, nodes: array[int], targets: array[int], weights: array[float], next_hops: array[int]
) -> StrongestPaths:
    """The entries, found target by target, grouped by node: a counting sort, so a node's targets stay ascending."""
    sizes = [0] * count
    for node in nodes:
        sizes[node] += 1
    starts = array("q", accumulate(sizes, initial=0))
    sorted_targets, sorted_weights, sorted_hops = targets[:], weights[:], next_hops[:]
    free = starts.tolist()
    for node, target, weight, next_hop in zip(nodes, targets, weights, next_hops, strict=True):
        place = free[node]
        free[node] = place + 1
        sorted_targets[place] = target
        sorted_weights[place] = weight
        sorted_hops[place] = next_hop
    return StrongestPaths(starts, sorted_targets, sorted_weights, sorted_hops)
