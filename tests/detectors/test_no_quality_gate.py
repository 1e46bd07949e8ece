from __future__ import annotations

import pytest

from debtaudit.detectors.no_quality_gate import Limits, no_quality_gate
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph) -> Verdict:
    [model] = graph.assets(Model)
    return no_quality_gate.look(model, graph, Limits())


def severity(graph: AuditGraph) -> float:
    said = look(graph)
    assert isinstance(said, Hit)
    return said.severity


def test_no_gate_at_all_is_severe(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, retraining: {policy: manual}, evaluation: {gate: none}}]
    """
    assert severity(graph) == pytest.approx(0.8)


def test_no_gate_before_versions_that_train_themselves_is_worst(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, retraining: {policy: triggered}, evaluation: {gate: none}}]
    """
    assert severity(graph) == pytest.approx(1.0)


def test_a_gate_by_hand_cannot_keep_up_with_scheduled_training(graph: AuditGraph) -> None:
    """
    models:
      - id: m
        status: production
        trained_at: 2026-09-01
        retraining: {policy: scheduled}
        evaluation: {gate: manual, last_run_at: 2026-09-02}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.6)
    assert said.evidence == ("evaluation.gate", "retraining.policy")


def test_a_gate_by_hand_is_enough_for_training_by_hand(graph: AuditGraph) -> None:
    """
    models:
      - id: m
        status: production
        trained_at: 2026-09-01
        retraining: {policy: manual}
        evaluation: {gate: manual, last_run_at: 2026-09-01}
    """
    assert look(graph) is None


def test_a_version_trained_after_the_last_evaluation_was_never_examined(graph: AuditGraph) -> None:
    """
    models:
      - id: m
        status: production
        trained_at: 2026-09-10
        retraining: {policy: manual}
        evaluation: {gate: automated, last_run_at: 2026-09-02}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.7)
    assert said.evidence == ("evaluation.last_run_at", "trained_at")


def test_the_gates_own_last_run_counts_where_the_evaluation_has_no_date(graph: AuditGraph) -> None:
    """
    models:
      - id: m
        status: production
        trained_at: 2026-09-10
        evaluation: {gate: {level: automated, last_run_at: 2026-09-02}}
    """
    assert severity(graph) == pytest.approx(0.7)


def test_an_automated_gate_without_dates_is_taken_at_its_word(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: {gate: automated}}]
    """
    assert look(graph) is None


def test_a_gate_by_hand_without_dates_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, retraining: {policy: manual}, evaluation: {gate: manual}}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert said.facts == ("evaluation.last_run_at", "trained_at")


def test_a_frozen_model_with_a_certificate_has_its_gate(graph: AuditGraph) -> None:
    """
    systems: [{id: scanner, evidence: [{duty: certification by a notified body, url: "https://example.org/c"}]}]
    models: [{id: m, system: scanner, status: production, retraining: {policy: none}, evaluation: {gate: none}}]
    """
    assert isinstance(look(graph), NotApplicable)


def test_a_retired_model_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: retired, evaluation: {gate: none}}]
    """
    assert look(graph) == NotApplicable("it is not in service")


def test_a_gate_that_nobody_mentioned_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert said.facts[0] == "evaluation.gate"
