from __future__ import annotations

import pytest

from debtaudit.detectors.unmonitored_concept_drift import Limits, unmonitored_concept_drift
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [model] = graph.assets(Model)
    return unmonitored_concept_drift.look(model, graph, limits or Limits())


def severity(graph: AuditGraph) -> float:
    said = look(graph)
    assert isinstance(said, Hit)
    return said.severity


def test_a_model_that_nobody_compares_with_outcomes_is_as_severe_as_can_be(graph: AuditGraph) -> None:
    """
    models: [{id: order-intent, status: production, volatility: high, monitoring: {quality: none}}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(1.0)
    assert said.evidence == ("monitoring.quality",)


def test_a_check_by_hand_two_months_ago_is_too_old(graph: AuditGraph) -> None:
    """
    models: [{id: order-intent, status: production, monitoring: {quality: {level: manual, last_run_at: 2026-07-30}}}]
    """
    assert severity(graph) == pytest.approx(0.6)
    assert look(graph, Limits(max_age=90)) is None


def test_a_fast_world_makes_an_old_check_worse(graph: AuditGraph) -> None:
    """
    models:
      - {id: m, status: production, volatility: high, monitoring: {quality: {level: manual, last_run_at: 2026-07-30}}}
    """
    assert severity(graph) == pytest.approx(0.8)


def test_a_recent_sample_read_by_people_is_monitoring(graph: AuditGraph) -> None:
    """
    models:
      - id: m
        status: production
        label_delay_days: 90
        monitoring: {quality: {level: manual, last_run_at: 2026-09-25}}
    """
    assert look(graph) is None


def test_a_check_by_hand_without_a_date_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: order-intent, status: production, monitoring: {quality: manual}}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert "monitoring.quality.last_run_at" in said.facts


def test_a_job_that_stopped_is_seen(graph: AuditGraph) -> None:
    """
    models:
      - id: m
        status: production
        label_delay_days: 1
        monitoring: {quality: {level: automated, last_run_at: 2026-03-01}}
    """
    assert severity(graph) == pytest.approx(0.5)


def test_outcomes_after_a_quarter_come_too_late(graph: AuditGraph) -> None:
    """
    models:
      - {id: m, status: production, label_delay_days: 90, monitoring: {quality: automated, outputs: none}}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.5)
    assert "90 days" in said.message
    assert look(graph, Limits(max_label_delay=100)) is None


def test_watched_predictions_are_an_early_sign_of_late_outcomes(graph: AuditGraph) -> None:
    """
    models:
      - {id: m, status: production, label_delay_days: 90, monitoring: {quality: automated, outputs: automated}}
    """
    assert look(graph) is None


def test_complaints_joined_to_the_model_are_an_early_sign_too(graph: AuditGraph) -> None:
    """
    systems: [{id: chat, feedback: {channel: thumbs, linked_to_model: yes}}]
    models:
      - {id: m, system: chat, status: production, label_delay_days: 90, monitoring: {quality: automated, outputs: none}}
    """
    assert look(graph) is None


def test_calibration_needs_the_same_late_outcomes_and_does_not_help(graph: AuditGraph) -> None:
    """
    models:
      - id: m
        status: production
        label_delay_days: 90
        monitoring: {quality: automated, outputs: none, calibration: automated}
    """
    assert severity(graph) == pytest.approx(0.5)


def test_watching_inputs_never_clears_it(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, monitoring: {quality: none, data_drift: automated, inputs: automated}}]
    """
    assert severity(graph) == pytest.approx(1.0)


def test_a_recent_live_value_proves_that_the_check_ran(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, monitoring: {quality: {level: manual, last_run_at: 2026-01-01}}}]
    telemetry: [{kind: quality, asset: m, at: 2026-09-21, metric: f1, value: 0.9}]
    """
    assert look(graph) is None


def test_live_values_that_nobody_looks_at_are_little_better_than_none(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, monitoring: {quality: none}}]
    telemetry: [{kind: quality, asset: m, at: 2026-09-21, metric: f1, value: 0.9}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.6)
    assert "f1 of live decisions is measured" in said.message


def test_old_live_values_do_not(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, monitoring: {quality: none}}]
    telemetry: [{kind: quality, asset: m, at: 2026-03-01, metric: f1, value: 0.9}]
    """
    assert severity(graph) == pytest.approx(1.0)


def test_values_on_a_test_set_are_no_live_quality(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, monitoring: {quality: none}}]
    telemetry: [{kind: quality, asset: m, at: 2026-09-21, metric: f1, value: 0.9, test_set: exam}]
    """
    assert severity(graph) == pytest.approx(1.0)


def test_a_retired_model_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: retired, monitoring: {quality: none}}]
    """
    assert look(graph) == NotApplicable("it is not in service")


def test_monitoring_that_nobody_mentioned_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert said.facts[0] == "monitoring.quality"
