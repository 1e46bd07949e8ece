"""What most systems rest on: the assets whose fault would reach the most systems."""

from __future__ import annotations

from math import fsum

from debtaudit.domain.asset import Asset, Dataset, Dependency, Model, Pipeline, Undescribed
from debtaudit.domain.audit import Support
from debtaudit.domain.graph import Graph

KINDS: tuple[type[Asset], ...] = (Dataset, Model, Pipeline, Dependency, Undescribed)
SEVERAL = 2
"""Systems from which on an asset is worth naming: below, it is one system's own affair."""


def supports(graph: Graph, most: int = 5) -> tuple[Support, ...]:
    """Return the assets that most systems rest on: by number of systems, then by how much of a fault arrives."""
    found = []
    for kind in KINDS:
        for asset in graph.assets(kind):
            reached = graph.reaches(asset)
            if len(reached) >= SEVERAL:
                found.append((-len(reached), -fsum(each.weight for each in reached), asset.id, asset))
    return tuple(
        Support(asset, -systems) for systems, _weight, _id, asset in sorted(found, key=lambda each: each[:3])[:most]
    )
