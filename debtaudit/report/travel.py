"""A fault on its way: from a finding's asset to the systems it reaches, as a picture, and what it costs on each."""

from __future__ import annotations

from collections.abc import Sequence

from debtaudit.domain.asset import System
from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import Item
from debtaudit.domain.phrases import KINDS, count, percent, upper
from debtaudit.domain.risk import SystemLoss
from debtaudit.report.blocks import Cell, Column, Line, Picture, Run, Table, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.charts.reach import Name, reach, reach_list
from debtaudit.report.charts.tree import Route, Stop, stops
from debtaudit.report.choices import Prices
from debtaudit.report.links import to_asset

WIDE, NARROW = 610, 354
"""Widths at which lettering has its own size: a large part of a page, and a telephone."""
MOST, LISTED, NAME = 5, 20, 60


def travel(audit: Audit, item: Item) -> Picture:
    """Draw the strongest ways from the asset to the systems that a fault travels to; `on_systems` has the numbers."""
    ordered = sorted(item.risk.loss.systems, key=lambda each: (-each.weight, each.system))
    systems = [each for each in ordered if len(each.path) > 1]
    shown = systems[:MOST]
    tree = stops([Route(each.path, each.weight) for each in shown])
    names = {stop.id: Name(_label(audit, stop.id), _remark(audit, stop)) for stop in tree}
    says, note = _says(audit, item, shown), _note(tree, len(systems) - len(shown))
    return Picture(reach(tree, names, WIDE, says), reach_list(tree, names, NARROW, says), None, note)


def on_systems(audit: Audit, item: Item) -> Table:
    """Return what one event costs on each system, with the way there."""
    prices = Prices.of(audit)
    columns = (
        Column("System"),
        Column("Arrives", numeric=True),
        Column("Loss of one event", numeric=True),
        Column("Way"),
    )
    ordered = sorted(item.risk.loss.systems, key=lambda each: (-each.weight, each.system))
    rows = (
        (
            Cell(line(Run(_label(audit, each.system), href=to_asset(each.system))), line(_people(audit, each.system))),
            Cell(line(percent(each.weight))),
            Cell(line(prices.amount(each.loss * each.weight))),
            Cell(_way(audit, each)),
        )
        for each in ordered[:LISTED]
    )
    return Table(columns, tuple(rows), "What one event costs on each system")


def _way(audit: Audit, each: SystemLoss) -> Line:
    return line(" → ".join(_label(audit, stop) for stop in each.path)) if len(each.path) > 1 else line("directly")


def _says(audit: Audit, item: Item, shown: Sequence[SystemLoss]) -> str:
    arrives = (f"{_label(audit, each.system)}, where {percent(each.weight)} of the damage arrives" for each in shown)
    return f"A fault in {shortened(item.finding.asset.label, NAME * 2)} reaches {'; '.join(arrives)}."


def _note(tree: Sequence[Stop], left: int) -> str:
    between = "Numbers on a line count the assets between." if any(stop.skipped for stop in tree) else ""
    further = f"{upper(count(left, 'more system'))} further off." if left else ""
    return f"{between} {further}".strip()


def _label(audit: Audit, id_: str) -> str:
    asset = audit.inventory.assets.get(id_)
    return shortened(asset.label if asset else id_, NAME)


def _remark(audit: Audit, stop: Stop) -> str:
    asset = audit.inventory.assets.get(stop.id)
    if stop.reached and stop.before:
        return f"{percent(stop.weight)} arrives"
    return KINDS.get(asset.kind, asset.kind) if asset else ""


def _people(audit: Audit, id_: str) -> str:
    system = audit.inventory.assets.get(id_)
    users = system.users_per_day if isinstance(system, System) else None
    return f"{users:,.0f} users a day" if isinstance(users, (int, float)) else ""
