"""What is asked of an asset twice is worked out once, and of no other asset."""

from __future__ import annotations

from datetime import date

from debtaudit.domain.asset import Model
from debtaudit.graph import AuditGraph
from debtaudit.inventory import loads


def test_nobody_is_told_what_was_asked_of_another_asset() -> None:
    graph = AuditGraph(loads("models: [{id: a}, {id: b, volatility: high}]"), date(2026, 9, 30))
    a, b = graph.assets(Model)
    assert [graph.volatility(each) for each in (a, b, a, b)] == [None, "high", None, "high"]
    assert [graph.reaches(each) for each in (a, b)] == [(), ()]
