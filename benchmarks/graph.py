"""Speed of the graph's integer floor against loops of networkx: `python -m benchmarks.graph [--large]`.

Both profiles are always measured: loops over nodes cost the sum of all closures, so nearly closed domains flatter
them and a monolith punishes them. Where a loop would take minutes it runs on a random sample and is scaled up, and the
row says so. What the sampled nodes reach is compared as well: a fast wrong answer raises.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterator
from functools import partial

import networkx as nx

from benchmarks.generate import PROFILES, Synthetic, generate
from benchmarks.measure import Row, peak_megabytes, timed, within
from debtaudit.graph.paths import FLOOR, HOP, StrongestPaths, strongest
from debtaudit.graph.reach import reach_counts

SMALL, LARGE = 10_000, 100_000
SAMPLE = 300
REACH_FLOORS = {(SMALL, "mesh"): 15, (SMALL, "monolith"): 100, (LARGE, "mesh"): 20, (LARGE, "monolith"): 1000}
PATHS_FLOOR = 1  # networkx is given its graph ready made; ours sorts links and transposes the result
SECONDS = {SMALL: 0.5, LARGE: 4.0}  # reach and strongest paths together
MEGABYTES = {SMALL: 50, LARGE: 300}  # beyond the inventory


def rows(sizes: tuple[int, ...] = (SMALL, LARGE)) -> Iterator[Row]:
    """All measurements of this file, one at a time as they are ready; about ten seconds small, a minute large."""
    for assets in sizes:
        for profile in PROFILES:
            yield from _measure(generate(assets, profile))


def _measure(inventory: Synthetic) -> Iterator[Row]:
    successors, predecessors, systems = inventory.successors(), inventory.predecessors(), inventory.systems
    assets = len(successors)
    name = f"{assets:,} assets, {inventory.profile}"
    reach_seconds, counts = timed(partial(reach_counts, successors), repeat=3)
    path_seconds, paths = timed(partial(strongest, predecessors, systems), repeat=3)
    peer, against = _descendants_loop(inventory, counts)
    yield Row(f"reach of all, {name}", "s", reach_seconds, peer, REACH_FLOORS[assets, inventory.profile], against)
    peer, against = _dijkstra_loop(inventory, paths)
    yield Row(f"strongest paths, {name}", "s", path_seconds, peer, PATHS_FLOOR, against)
    both = reach_seconds + path_seconds
    yield within(f"reach + strongest paths, {name}", both, SECONDS[assets])
    del counts, paths
    megabytes = peak_megabytes(lambda: (reach_counts(successors), strongest(predecessors, systems)))
    yield Row(f"memory of both, {name}", "MB", megabytes, MEGABYTES[assets], 1, "limit")


def _descendants_loop(inventory: Synthetic, counts: list[int]) -> tuple[float, str]:
    """Seconds of ``nx.descendants`` for every asset, from a sample."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(inventory.kinds)))
    graph.add_edges_from(zip(inventory.providers.tolist(), inventory.consumers.tolist(), strict=True))
    sample = random.Random(inventory.seed).sample(range(len(graph)), SAMPLE)
    seconds, theirs = timed(lambda: [len(nx.descendants(graph, node)) for node in sample])
    if theirs != [counts[node] for node in sample]:
        raise AssertionError("reach differs from nx.descendants")
    return seconds * len(graph) / SAMPLE, f"nx.descendants, {SAMPLE} of {len(graph):,} nodes, scaled"


def _dijkstra_loop(inventory: Synthetic, paths: StrongestPaths) -> tuple[float, str]:
    """Seconds of networkx's Dijkstra search on ``-log(strength * hop)``, cut at the floor, for every system."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(inventory.kinds)))
    costs = [-math.log(strength * HOP) for strength in inventory.strengths.tolist()]
    graph.add_weighted_edges_from(zip(inventory.consumers.tolist(), inventory.providers.tolist(), costs, strict=True))
    systems = inventory.systems
    sample = random.Random(inventory.seed).sample(systems, SAMPLE)
    cutoff = -math.log(FLOOR)
    seconds, theirs = timed(lambda: [nx.single_source_dijkstra_path(graph, system, cutoff=cutoff) for system in sample])
    for system, routes in zip(sample, theirs, strict=True):
        for node, route in routes.items():
            weight = math.exp(-nx.path_weight(graph, route, "weight"))
            if not math.isclose(weight, paths.weight(node, system), rel_tol=1e-9):
                raise AssertionError(f"strongest path from {node} to {system} differs from Dijkstra's")
    return seconds * len(systems) / SAMPLE, f"nx dijkstra, {SAMPLE} of {len(systems):,} systems, scaled"


def main() -> None:
    """Print one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", action="store_true", help="100,000 assets too (a minute)")
    sizes = (SMALL, LARGE) if parser.parse_args().large else (SMALL,)
    for row in rows(sizes):
        print(row, flush=True)


if __name__ == "__main__":
    main()
