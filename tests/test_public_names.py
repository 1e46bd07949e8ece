"""What a program that uses debtaudit as a library relies on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import debtaudit
from debtaudit.graph import AuditGraph

DAY = date(2026, 9, 30)
TEXT = """
systems:
  - {id: shop, revenue_per_day: 9000, criticality: 4, calls: [{id: ranker, strength: 0.8, contract: none}]}
models: [{id: ranker, name: The ranker, owner: search, status: production, access: open, trains_on: [clicks]}]
datasets: [{id: clicks}]
"""


def test_an_inventory_is_loaded_and_audited(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(TEXT)
    made = debtaudit.audit(debtaudit.load(tmp_path), DAY)
    assert isinstance(made, debtaudit.Audit)
    assert all(isinstance(item.finding, debtaudit.Finding) for item in made.items)
    assert made.items == debtaudit.audit(debtaudit.loads(TEXT, "all.yaml"), DAY).items
    assert made.items


def test_every_public_name_is_there() -> None:
    assert {name for name in debtaudit.__all__ if getattr(debtaudit, name, None) is None} == set()
    with pytest.raises(AttributeError, match="no attribute 'audits'"):
        _ = getattr(debtaudit, "audits")  # noqa: B009 - a name that is not there


def test_the_graph_is_a_networkx_graph_with_kinds_strengths_and_contracts() -> None:
    graph = debtaudit.to_networkx(AuditGraph(debtaudit.loads(TEXT), DAY))
    kinds = {node: graph.nodes[node]["kind"] for node in graph}
    assert kinds == {"clicks": "dataset", "ranker": "model", "shop": "system"}
    assert graph.nodes["ranker"]["name"] == "The ranker"
    assert graph.nodes["ranker"]["owner"] == "search"
    call = graph.edges["ranker", "shop", "predicts_for"]
    assert (call["kind"], call["strength"], call["contract"], call["declared"]) == ("predicts_for", 0.8, "none", True)
    assert graph.has_edge("clicks", "ranker", "trains_on")
    assert graph.is_multigraph()
    assert graph.is_directed()
