"""The graph for people and for other programs: a list of what stands out, DOT, Mermaid, SVG, JSON, GraphML."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from debtaudit.domain import phrases
from debtaudit.domain.asset import Asset
from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.link import Link
from debtaudit.domain.problem import printable
from debtaudit.graph import AuditGraph
from debtaudit.graph.networkx_view import to_networkx
from debtaudit.graph.shapes import Shapes
from debtaudit.report.charts.network import Spot, network
from debtaudit.report.charts.svg import Element
from debtaudit.report.formats.backlog_json import dumps

JUNGLE = "pipeline-jungle"
SHOWN, NAMES = 10, 8
LAYER = 180
"""Pixels across for each layer of the picture."""


def print_shapes(found: Shapes, audit: Audit, links: int, console: Console) -> None:
    """Print what stands out: circles, shared features, hubs and jungles."""
    assets = len(audit.inventory.assets)
    console.print(f"{phrases.upper(phrases.count(assets, 'asset'))}, {phrases.count(links, 'link')}.")
    _print(console, "Circles", "each reaches every other", [_names(circle) for circle in found.circles])
    _print(console, "Shared features", "a change hits several models",
           [f"{feature.id}: {_names(models)}" for feature, models in found.shared])  # fmt: skip
    _print(console, "Hubs", "much hangs on them", [
        f"{hub.asset.id}: {phrases.count(hub.consumers, 'consumer')}, reaches {phrases.count(hub.systems, 'system')}"
        for hub in found.hubs
    ])  # fmt: skip
    _print(console, "Pipeline jungles", "nobody sees through them",
           [f"{item.finding.asset.id}: {item.finding.message}" for item in jungles(audit)])  # fmt: skip


def jungles(audit: Audit) -> list[Item]:
    """Return the findings of pipelines that grew wild, in the order of the backlog."""
    return [item for item in audit.items if item.finding.debt.slug == JUNGLE]


def _print(console: Console, title: str, says: str, lines: list[str]) -> None:
    console.print()
    if not lines:
        console.print(Text.assemble((title, "bold"), ": none"))
        return
    console.print(Text.assemble((title, "bold"), (f"  {says}", "dim")))
    for line in lines[:SHOWN]:
        console.print(Text(f"  {line}", overflow="fold"))
    if len(lines) > SHOWN:
        console.print(Text(f"  and {len(lines) - SHOWN} more: --format json has all", style="dim"))


def _names(assets: tuple[Asset, ...]) -> str:
    ids = [asset.id for asset in assets]
    more = [f"{len(ids) - NAMES} more"] if len(ids) > NAMES else []
    return phrases.listed([*ids[:NAMES], *more])


def graph_json(found: Shapes, audit: Audit, graph: AuditGraph, kept: frozenset[str]) -> str:
    """Write the graph and what stands out in it: format `debtaudit-graph`, version 1."""
    return dumps({
        "format": "debtaudit-graph", "version": 1, "as_of": audit.as_of.isoformat(),
        "assets": [
            {"id": each.id, "kind": each.kind, "name": each.label, "owner": each.owner or None}
            for each in audit.inventory.assets.values() if each.id in kept
        ],
        "links": [
            {"provider": each.provider, "consumer": each.consumer, "kind": each.kind,
             "strength": round(graph.strength(each), 4), "contract": each.contract,
             "declared": each.declared is not False}
            for each in _links(graph, kept)
        ],
        "cycles": [[each.id for each in circle] for circle in found.circles],
        "shared_features": [
            {"feature": feature.id, "models": [each.id for each in models]} for feature, models in found.shared
        ],
        "hubs": [{"asset": hub.asset.id, "consumers": hub.consumers, "systems": hub.systems} for hub in found.hubs],
        "jungles": [{"asset": each.finding.asset.id, "message": each.finding.message} for each in jungles(audit)],
    })  # fmt: skip


def dot(graph: AuditGraph, kept: frozenset[str]) -> str:
    """Write the graph for Graphviz."""
    lines = ["digraph inventory {", "  rankdir=LR;", "  node [shape=box];"]
    lines += [f"  {_quoted(each.id)} [label={_quoted(f'{each.label}', each.kind)}];" for each in _assets(graph, kept)]
    lines += [
        f"  {_quoted(each.provider)} -> {_quoted(each.consumer)} [label={_quoted(each.kind)}];"
        for each in _links(graph, kept)
    ]
    return "\n".join([*lines, "}"])


def _quoted(*lines: str) -> str:
    """Quote for DOT: backslashes would begin an escape there, and a quote would end the string."""
    return '"' + "\\n".join(printable(each).replace("\\", "\\\\").replace('"', '\\"') for each in lines) + '"'


def mermaid(graph: AuditGraph, kept: frozenset[str]) -> str:
    """Write the graph for Mermaid, as README pages and wikis draw it; nodes are numbered, so that any id will do."""
    number = {each.id: f"n{place}" for place, each in enumerate(_assets(graph, kept))}
    lines = ["flowchart LR"]
    lines += [f'  {number[each.id]}["{_entities(each.label)}<br/>{each.kind}"]' for each in _assets(graph, kept)]
    lines += [
        f"  {number[each.provider]} -->|{each.kind}| {number[each.consumer]}" for each in _links(graph, kept)
    ]  # fmt: skip
    return "\n".join(lines)


def _entities(text: str) -> str:
    """Write every sign that could mean something to Mermaid or HTML as its number."""
    safe = "-_.,:/ ()"
    return "".join(sign if sign.isalnum() or sign in safe else f"#{ord(sign)};" for sign in printable(text))


def graphml(graph: AuditGraph, kept: frozenset[str]) -> str:
    """Write the graph as GraphML, which Gephi, yEd and Cytoscape read."""
    import networkx as nx  # noqa: PLC0415 - 130 ms that only this form pays

    part = to_networkx(graph).subgraph(sorted(kept))
    return "\n".join(nx.generate_graphml(part, named_key_ids=True))


def svg(graph: AuditGraph, kept: frozenset[str]) -> str:
    """Draw the graph in layers, what gives left of what takes."""
    spots = [Spot(each.id, each.label, each.kind) for each in _assets(graph, kept)]
    edges = sorted({(each.provider, each.consumer) for each in _links(graph, kept)})
    wide = max(600, LAYER * min(len(spots), _longest(spots, edges)))
    drawn = network(spots, edges, {}, wide, f"{len(spots)} assets and the links between them")
    size = dict(drawn.attributes)["viewBox"].split()[2:]
    whole = Element("svg", (*drawn.attributes, ("width", size[0]), ("height", size[1])), drawn.children)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}'


def _longest(spots: list[Spot], edges: list[tuple[str, str]]) -> int:
    from debtaudit.report.charts.layers import layered  # noqa: PLC0415 - only the picture needs it

    return layered((spot.id for spot in spots), edges).layers


def _assets(graph: AuditGraph, kept: frozenset[str]) -> Iterator[Asset]:
    return (each for each in graph.inventory.assets.values() if each.id in kept)


def _links(graph: AuditGraph, kept: frozenset[str]) -> Iterator[Link]:
    return (each for each in graph.links if each.provider in kept and each.consumer in kept)
