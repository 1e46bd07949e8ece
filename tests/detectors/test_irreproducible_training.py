from __future__ import annotations

import pytest

from debtaudit.detectors.irreproducible_training import WEIGHTS, Limits, irreproducible_training
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [model] = graph.assets(Model)
    return irreproducible_training.look(model, graph, limits or Limits())


def hit(said: Verdict) -> Hit:
    assert isinstance(said, Hit), said
    return said


def test_the_weights_of_all_fields_sum_to_one() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_severity_is_the_weight_of_what_is_missing(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, manifest: {data_snapshot: none, random_seed: none, git_commit: 4f1c2aa}}]
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(0.28)
    assert said.message == "nothing is recorded of its data snapshot, random seed"
    assert said.evidence == ("manifest.data_snapshot", "manifest.random_seed")


def test_a_model_without_any_manifest_is_as_bad_as_it_gets(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, manifest: none}]
    """
    assert hit(look(graph)).severity == pytest.approx(1.0)


def test_one_minor_field_may_be_missing_two_may_not(graph: AuditGraph) -> None:
    """
    systems: [{id: s, criticality: 2}]
    models:
      - id: m
        system: s
        status: production
        manifest: {model_id: m-1, git_commit: 4f1, data_snapshot: d, feature_list: [a], hyperparameters: {depth: 2},
                   random_seed: none, metrics: {f1: 0.8}, artifact_path: p, environment_lock: l}
    """
    assert look(graph) is None
    assert hit(look(graph, Limits(complete=0.95))).severity == pytest.approx(0.06)


def test_a_seed_of_zero_is_a_seed(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, manifest: {data_snapshot: none, random_seed: 0}}]
    """
    assert hit(look(graph)).message == "nothing is recorded of its data snapshot"


def test_a_rebuild_within_the_year_caps_the_severity(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, rebuilt_at: 2026-06-01, manifest: {data_snapshot: none, git_commit: none}}]
    """
    assert hit(look(graph)).severity == pytest.approx(0.2)
    assert hit(look(graph, Limits(drill=30))).severity == pytest.approx(0.42)


def test_what_much_hangs_on_has_to_be_rebuilt_once_a_year(graph: AuditGraph) -> None:
    """
    systems: [{id: s, criticality: 4}]
    models:
      - id: m
        system: s
        status: production
        rebuilt_at: 2025-06-01
        manifest: {model_id: m-1, git_commit: 4f1, data_snapshot: d, feature_list: [a], hyperparameters: {depth: 2},
                   random_seed: 1, metrics: {f1: 0.8}, artifact_path: p, environment_lock: l}
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(0.2)
    assert said.evidence == ("rebuilt_at",)
    assert look(graph, Limits(criticality=5)) is None


def test_a_manifest_of_which_nothing_is_known_is_asked_for(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, manifest: {git_commit: 4f1c2aa}}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert said.facts[0] == "manifest.data_snapshot"
    assert "manifest.git_commit" not in said.facts


def test_a_vendors_model_is_judged_elsewhere(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, family: external, manifest: none}]
    """
    assert look(graph) == NotApplicable("its vendor trains it")


def test_prompts_to_a_rented_model_train_nothing(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, family: llm, manifest: none, runs_on: [gpt]}]
    dependencies: [{id: gpt, kind: external_model}]
    """
    assert look(graph) == NotApplicable("its vendor trains it")


def test_rules_are_not_trained(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, family: rules, manifest: none}]
    """
    assert look(graph) == NotApplicable("hand-written rules are not trained")


def test_a_model_out_of_service_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: experiment, manifest: none}]
    """
    assert look(graph) == NotApplicable("it is not in service")
