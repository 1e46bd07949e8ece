from __future__ import annotations

import pytest

from debtaudit.detectors.unmonitored_data_drift import Limits, unmonitored_data_drift
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [model] = graph.assets(Model)
    return unmonitored_data_drift.look(model, graph, limits or Limits())


def test_nobody_watching_is_severe_and_scaled_by_volatility(graph: AuditGraph) -> None:
    """
    models: [{id: order-intent, status: production, volatility: medium, monitoring: {data_drift: none}}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.8)
    assert said.evidence == ("monitoring.data_drift",)


def test_a_drift_job_silent_for_a_week_is_a_broken_job(graph: AuditGraph) -> None:
    """
    models:
      - id: order-intent
        status: production
        volatility: high
        monitoring: {data_drift: {level: automated, last_run_at: 2026-09-01, alert_route: ops, covers: 1}}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.4)
    assert look(graph, Limits(auto_max_age=60)) is None


def test_partial_cover_may_leave_the_decisive_column_out(graph: AuditGraph) -> None:
    """
    models:
      - id: order-intent
        status: production
        monitoring: {data_drift: {level: automated, last_run_at: 2026-09-29, alert_route: ops, covers: 60%}}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert "60%" in said.message


def test_rules_that_people_wrote_are_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: refund-rules, status: production, family: rules, monitoring: {data_drift: none}}]
    """
    assert isinstance(look(graph), NotApplicable)


def test_an_experiment_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: idea, status: experiment, monitoring: {data_drift: none}}]
    """
    assert look(graph) == NotApplicable("it is not in service")


def test_a_model_in_its_first_month_has_no_window_yet(graph: AuditGraph) -> None:
    """
    models:
      - {id: new, status: production, volatility: high, deployed_at: 2026-09-20, monitoring: {data_drift: none}}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.5)


def test_monitoring_that_nobody_mentioned_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: order-intent, status: production}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert said.facts[0] == "monitoring.data_drift"
