"""`debtaudit impact`: what a change or a fault reaches, and who should know."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from debtaudit.cli._options import ALL_HERE, AsOf, Config, Inventories, day
from debtaudit.cli._session import fail, named, nearest, read, refuse, terminal, write_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from debtaudit.graph.impact import Impact


class Form(StrEnum):
    """How it is written."""

    table = "table"
    json = "json"


def impact(
    asset: Annotated[str, typer.Argument(metavar="ASSET", help="Id of an asset.")],
    roots: Inventories = ALL_HERE,
    up: Annotated[bool, typer.Option("--up", help="Possible causes instead of consequences.")] = False,  # noqa: FBT002
    form: Annotated[Form, typer.Option("--format", help="json for programs.")] = Form.table,
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Tell what a change or a fault reaches, and whom to notify.

    Each asset with the strongest path to it; with --up what may lie behind a fault.
    """
    from debtaudit.domain.problem import errors
    from debtaudit.graph import AuditGraph
    from debtaudit.graph.impact import impact as reached_from

    when = day(as_of)
    inventory, settings, problems = read(roots, config)
    refuse(errors(problems), roots, when, config)
    policy = settings.policy_for(inventory.organisation)
    graph = AuditGraph(inventory, when, policy.hop, policy.floor)
    start = inventory.assets.get(asset)
    if start is None:
        fail(f"there is no asset '{asset}' in {named(roots)}", nearest(asset, inventory.assets))
    found = reached_from(graph, start, up=up)
    if form is Form.json:
        write_out(_json(asset, found, up=up))
    else:
        with terminal() as out:
            _print(asset, found, out, up=up)


def _json(asset: str, found: Sequence[Impact], *, up: bool) -> str:
    from debtaudit.report.formats.backlog_json import dumps

    reached = [
        {"id": each.asset.id, "kind": each.asset.kind, "owner": each.asset.owner or None,
         "weight": round(each.weight, 4), "hops": each.hops, "path": list(each.path)} for each in found
    ]  # fmt: skip
    return dumps({"format": "debtaudit-impact", "version": 1, "asset": asset,
                  "direction": "up" if up else "down", "reached": reached})  # fmt: skip


def _print(asset: str, found: Sequence[Impact], out: Console, *, up: bool) -> None:
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    if not found:
        out.print(f"Nothing {'is known that could cause a fault on' if up else 'in the inventory rests on'} {asset}.")
        return
    out.print(Text(f"What a fault on {asset} may come from" if up else f"What {asset} reaches", style="bold"))
    out.print()
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim", expand=True)
    table.add_column("asset", overflow="fold", ratio=1)
    for title, side in (("kind", "left"), ("weight", "right"), ("hops", "right"), ("owner", "left")):
        table.add_column(title, justify="right" if side == "right" else "left", no_wrap=True)
    for each in found:
        way = Padding(Text(_through(each, up=up), style="dim", overflow="fold"), (0, 0, 0, 2))
        name = Group(Text(each.asset.id), way) if each.hops > 1 else Text(each.asset.id)
        owner = str(each.asset.owner or "nobody named")
        table.add_row(name, each.asset.kind, f"{each.weight:.2f}", str(each.hops), owner)
    out.print(table)
    out.print()
    owners = sorted({str(each.asset.owner) for each in found if each.asset.owner})
    out.print(Text(f"Owners to {'ask' if up else 'notify'}: {', '.join(owners) or 'none is named'}"))


def _through(each: Impact, *, up: bool) -> str:
    """Return what lies between the two ends of a path, in the direction of the damage."""
    return f"through {' -> '.join(each.path[-2:0:-1] if up else each.path[1:-1])}"
