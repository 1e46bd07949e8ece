from __future__ import annotations

import pytest

from debtaudit.detectors.unjustified_model_complexity import Limits, unjustified_model_complexity
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [model] = graph.assets(Model)
    return unjustified_model_complexity.look(model, graph, limits or Limits())


def hit(said: Verdict) -> Hit:
    assert isinstance(said, Hit), said
    return said


def test_a_complicated_model_that_was_never_compared(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, family: llm, baseline: {compared_at: none}}]
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(0.5)
    assert said.message == "it was never compared with a simple model"


def test_a_comparison_of_two_years_ago_is_stale(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, family: neural, baseline: {compared_at: 2024-09-30, gain: 0.1, cost_ratio: 3}}]
    """
    assert hit(look(graph)).severity == pytest.approx(0.3)
    assert look(graph, Limits(max_age=1000)) is None


def test_half_a_percent_at_three_times_the_cost_is_not_worth_it(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: shadow, family: neural, baseline: {compared_at: 2026-09-01, gain: 0.005, cost_ratio: 3}}]
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(0.7)
    assert said.message == "it gains 0.5% over a simple model at 3 times the cost"
    assert look(graph, Limits(min_gain=0.001)) is None
    assert look(graph, Limits(cost_ratio=4)) is None


def test_a_simple_model_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, family: tree, baseline: none}]
    """
    assert look(graph) == NotApplicable("it is a simple model itself")


def test_a_gain_nobody_stated_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, family: neural, baseline: {compared_at: 2026-09-01}}]
    """
    assert look(graph) == Unknown(("baseline.gain", "baseline.cost_ratio"))


def test_a_family_nobody_stated_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, baseline: none}]
    """
    assert look(graph) == Unknown(("family",))
