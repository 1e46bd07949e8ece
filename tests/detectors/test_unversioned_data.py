from __future__ import annotations

import pytest

from debtaudit.detectors.unversioned_data import Limits, unversioned_data
from debtaudit.domain.asset import Dataset
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [dataset] = graph.assets(Dataset)
    return unversioned_data.look(dataset, graph, limits or Limits())


def hit(said: Verdict) -> Hit:
    assert isinstance(said, Hit), said
    return said


def test_training_data_that_is_overwritten(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trained_at: 2026-05-01, trains_on: [d]}]
    datasets: [{id: d, versioned: no, snapshot_policy: none, retention_days: 900}]
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(0.8)
    assert [each.id for each in said.involved] == ["m"]


def test_test_data_counts_as_well(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: {dataset: d}}]
    datasets: [{id: d, versioned: no}]
    """
    assert isinstance(look(graph), Hit)


def test_a_table_that_only_grows_is_versioned_without_snapshots(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trained_at: 2026-05-01, trains_on: [d]}]
    datasets: [{id: d, versioned: yes, snapshot_policy: none, retention_days: none}]
    """
    assert look(graph) is None


def test_data_must_outlive_the_model_trained_on_it(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trained_at: 2026-05-01, uses: [f]}]
    features: [{id: f, dataset: d}]
    datasets: [{id: d, versioned: yes, retention_days: 150}]
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(0.5)
    assert said.message == "kept for 150 days, it is gone before a model trained on it is"
    assert said.evidence == ("retention_days",)


def test_spare_days_can_be_asked_for(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trained_at: 2026-05-01, trains_on: [d]}]
    datasets: [{id: d, versioned: yes, retention_days: 160}]
    """
    assert look(graph) is None
    assert isinstance(look(graph, Limits(spare=30)), Hit)


def test_personal_data_may_be_kept_as_a_recipe(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trained_at: 2026-05-01, trains_on: [d]}]
    datasets: [{id: d, personal_data: yes, versioned: no, snapshot_policy: recipe and counts, retention_days: 30}]
    """
    assert look(graph) is None


def test_data_of_experiments_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: experiment, trains_on: [d]}]
    datasets: [{id: d, versioned: no}]
    """
    assert look(graph) == NotApplicable("no model in service learns from it or is judged by it")


def test_versions_and_retention_that_nobody_stated_are_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trained_at: 2026-05-01, trains_on: [d]}]
    datasets: [{id: d}]
    """
    assert look(graph) == Unknown(("versioned", "snapshot_policy", "retention_days"))


def test_an_unknown_training_day_leaves_open_whether_it_is_kept_long_enough(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trains_on: [d]}]
    datasets: [{id: d, versioned: yes, retention_days: 100}]
    """
    assert look(graph) == Unknown(("m:trained_at",))
