"""Shapes worth knowing of in a graph: circles, features that several models share, and assets that much hangs on."""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Asset, Feature, Model
from debtaudit.graph.audit_graph import AuditGraph

MANY = 2
"""Models from which on a feature is shared, and consumers from which on an asset can be a hub."""


@dataclass(frozen=True, slots=True)
class Hub:
    """An asset that others rest on: how many take from it directly, and how many systems it reaches."""

    asset: Asset
    consumers: int
    systems: int


@dataclass(frozen=True, slots=True)
class Shapes:
    """What stands out in a graph, the largest first."""

    circles: tuple[tuple[Asset, ...], ...]  # assets of which each reaches every other
    shared: tuple[tuple[Feature, tuple[Model, ...]], ...]
    hubs: tuple[Hub, ...]


def shapes(graph: AuditGraph) -> Shapes:
    """Find what stands out in a graph."""
    assets = tuple(graph.inventory.assets.values())
    circles = {tuple(each.id for each in circle): circle for asset in assets if (circle := graph.cycle(asset))}
    shared = [(feature, graph.users_of(feature)) for feature in graph.assets(Feature)]
    hubs = [Hub(asset, len(graph.consumers(asset)), len(graph.reaches(asset))) for asset in assets]
    return Shapes(
        tuple(circles[ids] for ids in sorted(circles, key=lambda ids: (-len(ids), ids))),
        tuple(sorted((each for each in shared if len(each[1]) >= MANY), key=lambda each: (-len(each[1]), each[0].id))),
        tuple(sorted((hub for hub in hubs if hub.consumers >= MANY),
                     key=lambda hub: (-hub.systems, -hub.consumers, hub.asset.id))),
    )  # fmt: skip
