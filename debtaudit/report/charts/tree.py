"""Strongest paths from one asset -> a tree with a place for every stop: columns by steps, rows so that nothing crosses.

Long ways are shortened: where more columns would be needed than there is room for, an asset that only passes the fault
on becomes a dot on the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

COLUMNS, MOST = 4, 5
"""Columns that are comfortable, and those that fit when the way is shortened already."""


@dataclass(frozen=True, slots=True)
class Route:
    """A system that a fault reaches: the assets on the strongest way there, both ends in, and what part arrives."""

    path: tuple[str, ...]
    weight: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class Stop:
    """An asset in the picture: its column, its row (rows of leaves are whole numbers), and the stop before it."""

    id: str
    column: int
    row: float
    weight: float  # of the strongest route through it
    reached: bool  # whether a route ends here
    before: str = ""
    skipped: int = 0  # assets passed on the way from the stop before


def stops(routes: Sequence[Route], columns: int = COLUMNS) -> tuple[Stop, ...]:
    """Return the stops in the order of a walk: a stop, then everything behind it, strongest first.

    All routes must begin at the same asset. A stop that several ways lead to is drawn on the strongest of them.
    """
    routes = sorted(routes, key=lambda route: (-route.weight, route.path))
    short = _shortened(routes, columns)
    before: dict[str, tuple[str, int]] = {}
    behind: dict[str, list[str]] = {}
    weights: dict[str, float] = {}
    for route, path in zip(routes, short, strict=True):
        for one, other, skipped in path:
            weights.setdefault(one, route.weight)
            if other not in before and other != route.path[0]:
                before[other] = (one, skipped)
                behind.setdefault(one, []).append(other)
                weights.setdefault(other, route.weight)
    ends = {route.path[-1] for route in routes}
    return _placed(routes[0].path[0], before, behind, weights, ends) if routes else ()


Hop = tuple[str, str, int]


def _shortened(routes: Sequence[Route], columns: int) -> list[list[Hop]]:
    longest = max((len(route.path) for route in routes), default=0)
    ends = {node for route in routes for node in (route.path[0], route.path[-1])}
    if longest <= columns:
        return [_hops(route.path, set(route.path)) for route in routes]
    following: dict[str, set[str]] = {}
    for route in routes:
        for one, other in pairwise(route.path):
            following.setdefault(one, set()).add(other)
    forks = {node for node, others in following.items() if len(others) > 1}
    hops = [_hops(route.path, ends | forks) for route in routes]
    if max(map(len, hops)) < MOST:
        return hops
    return [_hops(route.path, {route.path[0], route.path[-1]}) for route in routes]


def _hops(path: tuple[str, ...], kept: set[str]) -> list[Hop]:
    places = [place for place, node in enumerate(path) if node in kept]
    return [(path[one], path[other], other - one - 1) for one, other in pairwise(places)]


def _placed(
    source: str, before: dict[str, tuple[str, int]], behind: dict[str, list[str]], weights: dict[str, float],
    ends: set[str],
) -> tuple[Stop, ...]:  # fmt: skip
    walk = _walk(source, behind)
    rows: dict[str, float] = {}
    leaves = 0
    for node, _column in reversed(walk):
        following = [rows[each] for each in behind.get(node, ())]
        rows[node] = sum(following) / len(following) if following else float(-leaves)
        leaves += not following
    lowest = min(rows.values())
    return tuple(
        Stop(node, column, rows[node] - lowest, weights.get(node, 1.0), node in ends, *before.get(node, ("", 0)))
        for node, column in walk
    )


def _walk(source: str, behind: dict[str, list[str]]) -> list[tuple[str, int]]:
    waiting, walk = [(source, 0)], []
    while waiting:
        node, column = waiting.pop()
        walk.append((node, column))
        waiting += [(each, column + 1) for each in reversed(behind.get(node, ()))]
    return walk
