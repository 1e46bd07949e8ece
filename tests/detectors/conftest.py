"""A detector test writes its inventory into its own docstring; `graph` is that inventory, loaded, on 2026-09-30."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from inspect import getdoc
from textwrap import dedent
from typing import Any

import pytest

from debtaudit.domain.debt import Debt
from debtaudit.domain.problem import errors
from debtaudit.domain.verdict import Hit, Verdict
from debtaudit.graph import AuditGraph
from debtaudit.inventory import loads

AS_OF = date(2026, 9, 30)


def graph_of(text: str) -> AuditGraph:
    """Load an inventory that must be free of errors."""
    inventory = loads(text)
    assert not errors(inventory.problems), "\n".join(map(str, errors(inventory.problems)))
    return AuditGraph(inventory, AS_OF)


@pytest.fixture
def graph(request: pytest.FixtureRequest) -> AuditGraph:
    return graph_of(getdoc(request.function) or "")


def said_of(debt: Debt, asset_id: str, text: str, **limits: Any) -> Verdict:
    """Return what a debt says of one asset of an inventory."""
    graph = graph_of(dedent(text))
    asset = graph.asset(asset_id)
    assert asset, f"no asset {asset_id}"
    return debt.look(asset, graph, replace(debt.limits, **limits))


def severity(said: Verdict) -> float:
    """Return the severity of what must be a hit."""
    assert isinstance(said, Hit), said
    assert said.evidence
    return said.severity
