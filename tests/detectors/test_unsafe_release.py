from __future__ import annotations

import pytest

from debtaudit.detectors.unsafe_release import Limits, unsafe_release
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [model] = graph.assets(Model)
    return unsafe_release.look(model, graph, limits or Limits())


def test_everybody_at_once_without_a_way_back_adds_up(graph: AuditGraph) -> None:
    """
    models: [{id: order-intent, status: production, release: {method: replace, rollback: none}}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.9)
    assert said.message == "a new version reaches everybody at once; there is no way back"
    assert said.evidence == ("release.method", "release.rollback")


def test_a_way_back_that_was_not_tried_for_half_a_year_is_none_to_trust(graph: AuditGraph) -> None:
    """
    models:
      - {id: a, status: production, release: {method: canary, rollback: manual, rollback_tested_at: 2026-01-10}}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.2 + 0.2)
    assert look(graph, Limits(tested=365)) is None


def test_a_way_back_that_was_never_tried_is_untried(graph: AuditGraph) -> None:
    """
    models:
      - {id: a, status: production, release: {method: canary, rollback: automated, rollback_tested_at: none}}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.2)


def test_a_release_that_was_taken_back_is_the_best_rehearsal(graph: AuditGraph) -> None:
    """
    models:
      - {id: a, status: production, release: {method: canary, rollback: automated, rollback_tested_at: 2026-01-10}}
    telemetry: [{kind: release, asset: a, at: 2026-09-01, version: v7, rolled_back: yes}]
    """
    assert look(graph) is None


def test_no_way_back_needs_no_rehearsal(graph: AuditGraph) -> None:
    """
    models: [{id: a, status: production, release: {method: canary, rollback: none, rollback_tested_at: none}}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.5)


def test_no_method_at_all_means_that_the_new_version_replaces_the_old(graph: AuditGraph) -> None:
    """
    models: [{id: a, release: none}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.9)


def test_a_batch_model_whose_inputs_are_kept_can_be_run_again(graph: AuditGraph) -> None:
    """
    models:
      - id: a
        status: production
        serving: {modes: [batch]}
        prediction_log: {enabled: yes, fields: [version, reference, output]}
        release: {method: replace, rollback: none}
    """
    assert isinstance(look(graph), NotApplicable)


def test_a_batch_model_whose_inputs_are_lost_cannot(graph: AuditGraph) -> None:
    """
    models:
      - id: a
        status: production
        serving: {modes: [batch]}
        prediction_log: {enabled: yes, fields: [version, output]}
        release: {method: canary, rollback: none}
    """
    assert isinstance(look(graph), Hit)


def test_an_experiment_is_not_released(graph: AuditGraph) -> None:
    """
    models: [{id: idea, status: experiment, release: {method: replace}}]
    """
    assert look(graph) == NotApplicable("it is not in service")


def test_a_rehearsal_that_nobody_mentioned_is_asked_for(graph: AuditGraph) -> None:
    """
    models: [{id: a, status: production, release: {method: canary, rollback: automated}}]
    """
    assert look(graph) == Unknown(("release.rollback_tested_at",))


def test_an_old_rehearsal_tells_even_where_the_way_back_is_not_described(graph: AuditGraph) -> None:
    """
    models: [{id: a, status: production, release: {method: canary, rollback_tested_at: 2025-01-10}}]
    """
    assert isinstance(look(graph), Hit)
