"""What a change or a fault on one asset reaches, or what may lie behind it, by the strongest path to each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush

from debtaudit.domain.asset import Asset
from debtaudit.domain.link import Link
from debtaudit.graph.audit_graph import AuditGraph


@dataclass(frozen=True, slots=True)
class Impact:
    """One asset reached: how surely, in how many hops, and by which path, both ends in."""

    asset: Asset
    weight: float
    path: tuple[str, ...]

    @property
    def hops(self) -> int:
        """Links on the path."""
        return len(self.path) - 1


def impact(graph: AuditGraph, asset: Asset, *, up: bool = False) -> tuple[Impact, ...]:
    """Return what an asset reaches downstream, or with `up` what it may suffer from; heaviest first.

    Weights are products of link strengths and a factor a hop; paths weaker than the graph's floor are not followed.
    """
    best: dict[str, tuple[float, tuple[str, ...]]] = {}
    heap: list[tuple[float, str, tuple[str, ...]]] = [(-1.0, asset.id, (asset.id,))]
    while heap:
        weight, id_, path = heappop(heap)
        if id_ in best:
            continue
        best[id_] = (-weight, path)
        for link in _links(graph, graph.inventory.assets[id_], up=up):
            other = link.provider if up else link.consumer
            further = weight * graph.strength(link) * graph.hop
            if other not in best and -further >= graph.floor:
                heappush(heap, (further, other, (*path, other)))
    found = (Impact(graph.inventory.assets[id_], each, path) for id_, (each, path) in best.items() if id_ != asset.id)
    return tuple(sorted(found, key=lambda each: (-each.weight, each.asset.id)))


def _links(graph: AuditGraph, asset: Asset, *, up: bool) -> Iterable[Link]:
    return graph.links_into(asset) if up else graph.links_out_of(asset)
