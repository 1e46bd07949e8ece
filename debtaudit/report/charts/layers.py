"""A directed graph in layers: what gives stands left of what takes, with few lines crossing.

The steps are Sugiyama's. Links that close a circle are set aside; a node's layer is the length of the longest way to
it; a link over several layers passes each between at a place of its own; in each layer nodes are put in the order of
the middle of their neighbours (barycentre), back and forth; then each is moved towards its neighbours as far as
there is room. The same graph gives the same picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 12
Edge = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Layered:
    """Where each node stands: its layer and its row (rows are at least 1 apart), and the way of each link."""

    places: Mapping[str, tuple[int, float]]
    ways: Mapping[Edge, tuple[tuple[int, float], ...]]  # both ends in
    back: frozenset[Edge]  # links that close a circle: they lead to the left

    @property
    def layers(self) -> int:
        """Number of layers."""
        return 1 + max((layer for layer, _row in self.places.values()), default=-1)

    @property
    def rows(self) -> float:
        """Rows from the first to the last."""
        found = [row for way in (self.places.values(), *self.ways.values()) for _layer, row in way]
        return max(found) - min(found) + 1 if found else 0.0


def layered(nodes: Iterable[str], edges: Iterable[Edge]) -> Layered:
    """Return the places of nodes; links to nodes that are not there, or to the node itself, are left out."""
    names = tuple(dict.fromkeys(nodes))
    known = frozenset(names)
    links = tuple(dict.fromkeys((one, other) for one, other in edges if one != other and {one, other} <= known))
    back = _back(names, links)
    forward = tuple(edge for edge in links if edge not in back)
    layers = _ranks(names, forward)
    ways = {edge: _way(edge, layers) for edge in links}
    order = _ordered(_stacks(names, ways, layers), _near(ways))
    rows = _rows(order, _near(ways))
    lowest = min(rows.values(), default=0.0)
    places = {point: (layer, rows[point] - lowest) for layer, stack in enumerate(order) for point in stack}
    return Layered({name: places[name] for name in names},
                   {edge: tuple(places[point] for point in way) for edge, way in ways.items()}, back)  # fmt: skip


def _back(names: Sequence[str], links: Sequence[Edge]) -> frozenset[Edge]:
    """Return the links that a walk finds leading to where it came from: without them there is no circle."""
    following = _following(names, links)
    done: set[str] = set()
    back: set[Edge] = set()
    for start in names:
        if start in done:
            continue
        on_way, stack = {start}, [(start, iter(following[start]))]
        while stack:
            node, rest = stack[-1]
            other = next(rest, None)
            if other is None:
                stack.pop()
                on_way.discard(node)
                done.add(node)
            elif other in on_way:
                back.add((node, other))
            elif other not in done:
                on_way.add(other)
                stack.append((other, iter(following[other])))
    return frozenset(back)


def _following(names: Iterable[str], links: Iterable[Edge]) -> dict[str, list[str]]:
    following: dict[str, list[str]] = {name: [] for name in names}
    for one, other in links:
        following[one].append(other)
    return following


def _ranks(names: Sequence[str], links: Sequence[Edge]) -> dict[str, int]:
    """Return the longest way to each node; sources are pulled right, to just before the first that takes from them."""
    following = _following(names, links)
    waiting = dict.fromkeys(names, 0)
    for _one, other in links:
        waiting[other] += 1
    ready, ranks = [name for name in names if not waiting[name]], dict.fromkeys(names, 0)
    sources = tuple(ready)
    while ready:
        name = ready.pop()
        for other in following[name]:
            ranks[other] = max(ranks[other], ranks[name] + 1)
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    for name in sources:
        ranks[name] = min((ranks[other] - 1 for other in following[name]), default=0)
    return ranks


def _way(edge: Edge, layers: Mapping[str, int]) -> tuple[str, ...]:
    """Return the points that a link passes: its ends, and one of its own in each layer between."""
    one, other = edge
    step = 1 if layers[other] >= layers[one] else -1
    between = range(layers[one] + step, layers[other], step)
    return one, *(f"{one}\n{other}\n{layer}" for layer in between), other


def _stacks(
    names: Sequence[str], ways: Mapping[Edge, tuple[str, ...]], layers: Mapping[str, int]
) -> list[list[str]]:  # fmt: skip
    stacks: list[list[str]] = [[] for _ in range(1 + max(layers.values(), default=-1))]
    for name in names:
        stacks[layers[name]].append(name)
    for way in ways.values():
        for point in way[1:-1]:
            stacks[int(point.rpartition("\n")[2])].append(point)
    return stacks


def _near(ways: Mapping[Edge, tuple[str, ...]]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for way in ways.values():
        for one, other in pairwise(way):
            near.setdefault(one, []).append(other)
            near.setdefault(other, []).append(one)
    return near


def _ordered(stacks: list[list[str]], near: Mapping[str, list[str]]) -> list[list[str]]:
    """Return the layers, each in the order of the middle of its neighbours; the order with the fewest crossings."""
    best, fewest = [list(stack) for stack in stacks], _crossings(stacks, near)
    for sweep in range(SWEEPS):
        forth = sweep % 2 == 0
        for place in range(1, len(stacks)) if forth else range(len(stacks) - 2, -1, -1):
            beside = {point: row for row, point in enumerate(stacks[place - 1 if forth else place + 1])}
            stacks[place] = _by_middle(stacks[place], near, beside)
        crossings = _crossings(stacks, near)
        if crossings < fewest:
            best, fewest = [list(stack) for stack in stacks], crossings
    return best


def _by_middle(stack: Sequence[str], near: Mapping[str, list[str]], beside: Mapping[str, int]) -> list[str]:
    def middle(row: int) -> float:
        rows = [beside[other] for other in near.get(stack[row], ()) if other in beside]
        return sum(rows) / len(rows) if rows else float(row)

    return [stack[row] for row in sorted(range(len(stack)), key=lambda row: (middle(row), row))]


def _crossings(stacks: Sequence[Sequence[str]], near: Mapping[str, list[str]]) -> int:
    found = 0
    for left, right in pairwise(stacks):
        rows = {point: row for row, point in enumerate(right)}
        ends = [row for point in left for row in sorted(rows[other] for other in near.get(point, ()) if other in rows)]
        found += sum(later < earlier for place, earlier in enumerate(ends) for later in ends[place + 1 :])
    return found


def _rows(order: Sequence[Sequence[str]], near: Mapping[str, list[str]]) -> dict[str, float]:
    """Return a row for each point: moved towards its neighbours, at least 1 from the next in its layer."""
    tallest = max(map(len, order), default=0)
    rows = {point: place + (tallest - len(stack)) / 2 for stack in order for place, point in enumerate(stack)}
    for sweep in range(SWEEPS):
        for stack in order if sweep % 2 == 0 else reversed(order):
            wished = [_middle(point, near, rows) for point in stack]
            rows.update(zip(stack, _apart(wished), strict=True))
    return rows


def _middle(point: str, near: Mapping[str, list[str]], rows: Mapping[str, float]) -> float:
    beside = [rows[other] for other in near.get(point, ())]
    return sum(beside) / len(beside) if beside else rows[point]


def _apart(wished: Sequence[float]) -> list[float]:
    """Return places in the same order, at least 1 apart, as near to what is wished as squares tell.

    What would be too near is joined to a block that stands in the middle of what its members wish for.
    """
    blocks: list[tuple[float, int]] = []  # sum of the wished places of their first members, and number of members
    for place, wish in enumerate(wished):
        total, size = wish - place, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / size:
            before, members = blocks.pop()
            total, size = total + before, size + members
        blocks.append((total, size))
    means = [total / size for total, size in blocks for _ in range(size)]
    return [mean + place for place, mean in enumerate(means)]
