"""The graph as a networkx object, for those who want to go on with it in their own way. Nothing of ours runs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from debtaudit.graph.audit_graph import AuditGraph

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(graph: AuditGraph) -> nx.MultiDiGraph[str]:
    """Return a directed multigraph: nodes carry `kind` and `name`, links carry `kind`, `strength` and `contract`."""
    import networkx as nx  # noqa: PLC0415 - 130 ms that only those pay who ask for it

    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for asset in graph.inventory.assets.values():
        made.add_node(asset.id, kind=asset.kind, name=asset.label, owner=asset.owner or "")
    for link in graph.links:
        made.add_edge(link.provider, link.consumer, key=link.kind, kind=link.kind, strength=graph.strength(link),
                      contract=link.contract or "", declared=link.declared is not False)  # fmt: skip
    return made
