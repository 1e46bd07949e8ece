"""A directed graph in layers: what gives stands left of what takes, with few lines crossing.

The steps are Sugiyama's. Links that close a circle are set aside; a node's layer is the length of the longest way to
it; a link over several layers passes each between at a place of its own; in each layer nodes are put in the order of
the middle of their neighbours (barycentre), back and forth, and neighbours change places where fewer links cross then;
then each is moved towards its neighbours as far as there is room, and bands that nothing stands in are closed. The same
graph gives the same picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

SWEEPS = 12
THIN = 0.4
"""Rows that a passing link takes; a node takes one."""
Edge = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Layered:
    """Where each node stands: its layer and its row (nodes of a layer are at least 1 apart), and each link's way."""

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
    sizes = {**dict.fromkeys(_near(ways), THIN), **dict.fromkeys(names, 1.0)}
    rows = _closed(_rows(order, _near(ways), sizes), sizes)
    places = {point: (layer, rows[point]) for layer, stack in enumerate(order) for point in stack}
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
        _swap(stacks, near)
        crossings = _crossings(stacks, near)
        if crossings < fewest:
            best, fewest = [list(stack) for stack in stacks], crossings
    return best


def _by_middle(stack: Sequence[str], near: Mapping[str, list[str]], beside: Mapping[str, int]) -> list[str]:
    def middle(row: int) -> float:
        rows = [beside[other] for other in near.get(stack[row], ()) if other in beside]
        return sum(rows) / len(rows) if rows else float(row)

    return [stack[row] for row in sorted(range(len(stack)), key=lambda row: (middle(row), row))]


def _swap(stacks: list[list[str]], near: Mapping[str, list[str]]) -> None:
    """Let neighbours in a layer change places as long as fewer links cross then, once through all layers."""
    for place, stack in enumerate(stacks):
        sides = [stacks[each] for each in (place - 1, place + 1) if 0 <= each < len(stacks)]
        beside = [{point: row for row, point in enumerate(side)} for side in sides]
        ends = {point: [[rows[other] for other in near.get(point, ()) if other in rows] for rows in beside]
                for point in stack}  # fmt: skip
        for row in range(len(stack) - 1):
            upper, lower = stack[row : row + 2]
            if _over(ends[lower], ends[upper]) < _over(ends[upper], ends[lower]):
                stack[row : row + 2] = lower, upper


def _over(upper: Sequence[Sequence[int]], lower: Sequence[Sequence[int]]) -> int:
    """Count the crossings between the links of two neighbours, by the rows that these lead to on each side."""
    return sum(high > low for above, below in zip(upper, lower, strict=True) for high in above for low in below)


def _crossings(stacks: Sequence[Sequence[str]], near: Mapping[str, list[str]]) -> int:
    found = 0
    for left, right in pairwise(stacks):
        rows = {point: row for row, point in enumerate(right)}
        ends = [row for point in left for row in sorted(rows[other] for other in near.get(point, ()) if other in rows)]
        found += sum(later < earlier for place, earlier in enumerate(ends) for later in ends[place + 1 :])
    return found


def _rows(
    order: Sequence[Sequence[str]], near: Mapping[str, list[str]], sizes: Mapping[str, float]
) -> dict[str, float]:  # fmt: skip
    """Return a row for each point: moved towards its neighbours, and beside the next in its layer."""
    tallest = max(map(len, order), default=0)
    rows = {point: place + (tallest - len(stack)) / 2 for stack in order for place, point in enumerate(stack)}
    for sweep in range(SWEEPS):
        for stack in order if sweep % 2 == 0 else reversed(order):
            wished = [_middle(point, near, rows) for point in stack]
            rows.update(zip(stack, _apart(wished, [sizes[point] for point in stack]), strict=True))
    return rows


def _middle(point: str, near: Mapping[str, list[str]], rows: Mapping[str, float]) -> float:
    beside = [rows[other] for other in near.get(point, ())]
    return sum(beside) / len(beside) if beside else rows[point]


def _apart(wished: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Return places in the same order, none on top of the next, as near to what is wished as squares tell.

    What would be too near is joined to a block that stands in the middle of what its members wish for.
    """
    gaps = [(above + below) / 2 for above, below in pairwise(sizes)]
    offsets = list(accumulate(gaps, initial=0.0))[: len(wished)]
    blocks: list[tuple[float, int]] = []  # sum of the wished places of their first members, and number of members
    for offset, wish in zip(offsets, wished, strict=True):
        total, size = wish - offset, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / size:
            before, members = blocks.pop()
            total, size = total + before, size + members
        blocks.append((total, size))
    means = [total / size for total, size in blocks for _ in range(size)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def _closed(rows: Mapping[str, float], sizes: Mapping[str, float]) -> dict[str, float]:
    """Return the rows from 0 on, without bands across the whole picture that nothing stands in."""
    closed: dict[str, float] = {}
    end = empty = 0.0
    for point in sorted(rows, key=lambda each: (rows[each] - sizes[each] / 2, each)):
        begins = rows[point] - sizes[point] / 2
        if not closed or begins - empty > end:
            empty = begins - end
        closed[point] = rows[point] - empty
        end = max(end, begins - empty + sizes[point])
    return {point: row - 0.5 for point, row in closed.items()}
