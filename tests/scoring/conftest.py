"""Scoring tests write their inventory as YAML and price findings of a chosen severity on it, on 2026-09-30."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from textwrap import dedent
from typing import Any

from debtaudit.domain.debt import Debt
from debtaudit.domain.finding import Detected, Finding, Item
from debtaudit.domain.plugin import discover
from debtaudit.domain.policy import Policy
from debtaudit.domain.problem import errors
from debtaudit.graph import AuditGraph
from debtaudit.inventory import loads
from debtaudit.scoring import rank
from debtaudit.scoring.backlog import Ranked

AS_OF = date(2026, 9, 30)
DEBTS: Mapping[str, Debt] = {debt.slug: debt for debt in discover("debtaudit.detectors", Debt)}


def graph_of(text: str, as_of: date = AS_OF) -> AuditGraph:
    inventory = loads(dedent(text))
    assert not errors(inventory.problems), "\n".join(map(str, errors(inventory.problems)))
    return AuditGraph(inventory, as_of)


def rank_of(text: str, severities: Mapping[str, float], as_of: date = AS_OF, **settings: Any) -> Ranked:
    """Rank findings `debt@asset` of stated severities on an inventory."""
    graph = graph_of(text, as_of)
    findings = tuple(_finding(id_, severity, graph) for id_, severity in sorted(severities.items()))
    return rank(Detected(findings), graph, graph.inventory, replace(Policy(), **settings))


def item_of(text: str, id_: str, severity: float = 1.0, **settings: Any) -> Item:
    """Price one finding on an inventory."""
    return rank_of(text, {id_: severity}, **settings).items[0]


def _finding(id_: str, severity: float, graph: AuditGraph) -> Finding:
    slug, _, asset_id = id_.partition("@")
    asset = graph.asset(asset_id)
    assert asset, f"no asset {asset_id}"
    return Finding(DEBTS[slug], asset, severity, "seen")
