"""`debtaudit graph`: what rests on what, and what stands out in it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from debtaudit.cli._options import ALL_HERE, AsOf, Config, Inventories, day
from debtaudit.cli._session import audited, fail, finish, nearest, terminal, write_out

if TYPE_CHECKING:
    from debtaudit.graph import AuditGraph

MOST_DRAWN = 120


class Form(StrEnum):
    """How it is written."""

    tree = "tree"
    dot = "dot"
    mermaid = "mermaid"
    svg = "svg"
    json = "json"
    graphml = "graphml"


def graph(
    roots: Inventories = ALL_HERE,
    form: Annotated[
        Form, typer.Option("--format", help="tree tells what stands out, the others hold all.")
    ] = Form.tree,
    around: Annotated[str | None, typer.Option(metavar="ASSET", help="Only this asset and what is near it.")] = None,
    hops: Annotated[int, typer.Option(min=1, metavar="NUMBER", help="How near, in links.")] = 2,
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Show what rests on what: circles, shared features, hubs, jungles.

    Other forms draw the graph, or hand it to another program.
    """
    from debtaudit.graph import AuditGraph
    from debtaudit.graph.shapes import shapes
    from debtaudit.report.formats import graph as written

    audit = audited(roots, day(as_of), config)
    seen = AuditGraph(audit.inventory, audit.as_of, audit.policy.hop, audit.policy.floor)
    kept = frozenset(seen.inventory.assets) if around is None else _near(seen, around, hops)
    if form is Form.svg and len(kept) > MOST_DRAWN:
        fail(f"nobody could read a picture of {len(kept)} assets", "choose some with --around ASSET")
    if form is Form.tree:
        with terminal() as out:
            written.print_shapes(shapes(seen), audit, len(seen.links), out)
    elif form is Form.json:
        write_out(written.graph_json(shapes(seen), audit, seen, kept))
    else:
        write_out({Form.dot: written.dot, Form.mermaid: written.mermaid, Form.svg: written.svg,
                   Form.graphml: written.graphml}[form](seen, kept))  # fmt: skip
    finish(audit)


def _near(seen: AuditGraph, start: str, hops: int) -> frozenset[str]:
    """Return the ids of an asset and of all within so many links of it, up and down."""
    first = seen.asset(start)
    if first is None:
        fail(f"there is no asset '{start}' in this inventory", nearest(start, seen.inventory.assets))
    found, rest = {first.id: first}, [first]
    for _ in range(hops):
        around = [other for each in rest for other in (*seen.consumers(each), *seen.providers(each))]
        rest = [other for other in around if other.id not in found]
        found.update({other.id: other for other in rest})
    return frozenset(found)
