from __future__ import annotations

import pytest

from debtaudit.detectors.label_quality_gap import Limits, label_quality_gap
from debtaudit.domain.asset import Dataset
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph
from tests.detectors.conftest import graph_of


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [dataset] = graph.assets(Dataset)
    return label_quality_gap.look(dataset, graph, limits or Limits())


def labels(facts: str, model: str = "status: production, trains_on: [labels]") -> AuditGraph:
    return graph_of(f"models: [{{id: m, {model}}}]\ndatasets: [{{id: labels, {facts}}}]")


@pytest.mark.parametrize(
    ("facts", "severity"),
    [
        ("label_process: none, label_agreement: none, labels_audited_at: none", 0.9),
        ("label_process: ad_hoc, label_agreement: 0.8, labels_audited_at: 2026-06-10", 0.7),
        ("label_process: Ad-hoc by interns, label_agreement: 0.8, labels_audited_at: 2026-06-10", 0.7),
        ("label_process: two readers, label_agreement: 0.6, labels_audited_at: 2026-06-10", 0.3 + 0.07 / 0.67),
        ("label_process: two readers, label_agreement: 0, labels_audited_at: 2026-06-10", 1.0),
        ("label_process: two readers, label_agreement: none, labels_audited_at: 2026-06-10", 0.3),
        ("label_process: two readers, label_agreement: 0.8, labels_audited_at: 2025-09-29", 0.3),
        ("label_process: two readers, label_agreement: 0.8, labels_audited_at: none", 0.3),
    ],
)
def test_the_worst_gap_decides(facts: str, severity: float) -> None:
    said = look(labels(facts))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(severity)


def test_written_agreed_and_audited_labels_are_clean() -> None:
    facts = "label_process: two readers, label_agreement: 0.7, labels_audited_at: 2026-06-10"
    assert look(labels(facts)) is None
    assert isinstance(look(labels(facts), Limits(min_kappa=0.8)), Hit)
    assert isinstance(look(labels(facts), Limits(audit_max=30)), Hit)


def test_recorded_outcomes_need_neither_agreement_nor_audits() -> None:
    assert look(labels("label_process: recorded outcome, label_agreement: none, labels_audited_at: none")) is None


def test_a_test_set_has_labels_too() -> None:
    said = look(labels("label_process: none", model="status: production, evaluation: {dataset: labels}"))
    assert isinstance(said, Hit)
    assert [each.id for each in said.involved] == ["m"]


def test_data_behind_features_has_no_labels(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, uses: [age]}]
    features: [{id: age, dataset: orders}]
    datasets: [{id: orders, label_process: none}]
    """
    assert isinstance(look(graph), NotApplicable)


def test_labels_behind_a_training_pipeline_count_when_they_are_stated(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, built_by: [training]}]
    pipelines: [{id: training, reads: [labels]}]
    datasets: [{id: labels, label_process: ad_hoc}]
    """
    assert isinstance(look(graph), Hit)


def test_labels_of_an_experiment_are_not_applicable() -> None:
    experiment = "status: experiment, trains_on: [labels]"
    assert isinstance(look(labels("label_process: none", experiment)), NotApplicable)


def test_labels_without_a_known_reader_are_unknown(graph: AuditGraph) -> None:
    """
    datasets: [{id: labels, label_process: ad_hoc}]
    """
    assert isinstance(look(graph), Unknown)


def test_labels_that_nobody_described_are_unknown() -> None:
    said = look(labels("versioned: yes"))
    assert isinstance(said, Unknown)
    assert said.facts == ("label_process", "label_agreement", "labels_audited_at")
