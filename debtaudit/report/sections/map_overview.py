"""Where most damage travels: the ways from the assets of the most urgent findings to the systems, in one picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import KINDS, count, percent
from debtaudit.domain.risk import SystemLoss
from debtaudit.report.blocks import Block, Cell, Column, Heading, Picture, Run, Table, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.charts.network import Spot, network
from debtaudit.report.charts.reach import Name, reach_list
from debtaudit.report.charts.svg import Element, element, picture
from debtaudit.report.charts.tree import Route, stops
from debtaudit.report.choices import Prices
from debtaudit.report.links import to_asset, to_item
from debtaudit.report.section import section

WIDE, NARROW = 1072, 354
CAUSES, WAYS, NODES, NAME = 5, 4, 36, 60
GAP = 18


@section("map", place=30)
def map_overview(audit: Audit) -> Iterator[Block]:
    """Yield the picture; nothing where no fault travels."""
    chosen = _chosen(audit)
    if chosen:
        yield Heading(
            "Where most damage travels",
            f"From {count(len(chosen), 'asset')} with urgent debt to the systems; the stronger, the more arrives",
        )
        yield _picture(audit, chosen)


Cause = tuple[Item, tuple[SystemLoss, ...]]


def _chosen(audit: Audit) -> tuple[Cause, ...]:
    """Return the first finding of each of the first assets whose faults travel, with its strongest ways."""
    found: dict[str, Cause] = {}
    for item in audit.items:
        ways = sorted(
            (each for each in item.risk.loss.systems if len(each.path) > 1),
            key=lambda each: (-each.weight, each.system),
        )
        if ways and item.state == "open" and item.finding.asset.id not in found:
            found[item.finding.asset.id] = (item, tuple(ways[:WAYS]))
        if len(found) == CAUSES or len(_nodes(tuple(found.values()))) >= NODES:
            break
    return tuple(found.values())


def _nodes(chosen: Sequence[Cause]) -> list[str]:
    return list(dict.fromkeys(stop for _item, ways in chosen for way in ways for stop in way.path))


def _picture(audit: Audit, chosen: Sequence[Cause]) -> Picture:
    strong: dict[tuple[str, str], float] = {}
    for _item, ways in chosen:
        for way in ways:
            for hop in pairwise(way.path):
                strong[hop] = max(strong.get(hop, 0.0), way.weight)
    sources = {item.finding.asset.id for item, _ways in chosen}
    ends = {way.system for _item, ways in chosen for way in ways}
    spots = [Spot(id_, *_named(audit, id_), _role(id_, sources, ends)) for id_ in _nodes(chosen)]
    says = " ".join(_said(audit, item, ways) for item, ways in chosen)
    return Picture(network(spots, strong, strong, WIDE, says), _trees(audit, chosen, says), _table(audit, chosen))


def _role(id_: str, sources: set[str], ends: set[str]) -> str:
    if id_ in sources:
        return "node-source"
    return "node-reached" if id_ in ends else "node"


def _named(audit: Audit, id_: str) -> tuple[str, str]:
    asset = audit.inventory.assets.get(id_)
    return (shortened(asset.label, NAME), KINDS.get(asset.kind, asset.kind)) if asset else (id_, "")


def _said(audit: Audit, item: Item, ways: Sequence[SystemLoss]) -> str:
    arrives = "; ".join(f"{_named(audit, each.system)[0]}, {percent(each.weight)}" for each in ways)
    return f"From {shortened(item.finding.asset.label, NAME)}: {arrives}."


def _trees(audit: Audit, chosen: Sequence[Cause], says: str) -> Element:
    """Draw each asset's ways as a tree of its own, one below the other, for narrow screens."""
    parts, top = [], 0.0
    for _item, ways in chosen:
        tree = stops([Route(way.path, way.weight) for way in ways])
        names = {stop.id: Name(*_named(audit, stop.id)) for stop in tree}
        drawn = reach_list(tree, names, NARROW, says)
        high = float(dict(drawn.attributes)["viewBox"].split()[3])
        parts.append(element("svg", *drawn.children, x=0, y=top, width=NARROW, height=high))
        top += high + GAP
    return picture(NARROW, top - GAP, says, parts)


def _table(audit: Audit, chosen: Sequence[Cause]) -> Table:
    prices = Prices.of(audit)
    columns = (
        Column("Debt"),
        Column("System"),
        Column("Arrives", numeric=True),
        Column("Loss of one event", numeric=True),
    )
    rows = tuple(
        (Cell(line(Run(shortened(item.finding.debt.name, NAME), href=to_item(item.id)), " on ",
                   Run(shortened(item.finding.asset.label, NAME), href=to_asset(item.finding.asset.id)))),
         Cell(line(Run(_named(audit, way.system)[0], href=to_asset(way.system)))),
         Cell(line(percent(way.weight))), Cell(line(prices.amount(way.weight * way.loss))))
        for item, ways in chosen for way in ways
    )  # fmt: skip
    return Table(columns, rows, "Where most damage travels")
