from __future__ import annotations

import pytest

from debtaudit.detectors.metric_myopia import Limits, metric_myopia
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [model] = graph.assets(Model)
    return metric_myopia.look(model, graph, limits or Limits())


def severity(graph: AuditGraph) -> float:
    said = look(graph)
    assert isinstance(said, Hit)
    return said.severity


def test_no_figures_by_group_hide_the_failing_ones(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, slices: [new, old], evaluation: {metrics: [auc, f1], slice_metrics: none}}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.7)
    assert said.evidence == ("slices", "evaluation.slice_metrics")


def test_groups_that_are_stated_not_to_exist_are_not_looked_at(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, slices: [], evaluation: {metrics: [auc, f1]}}]
    """
    assert severity(graph) == pytest.approx(0.7)


def test_listed_groups_may_or_may_not_be_measured(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, slices: [new, old], evaluation: {metrics: [auc, f1]}}]
    """
    assert isinstance(look(graph), Unknown)


def test_a_single_figure_that_decides_is_a_narrow_view(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: {metrics: {auc: 0.94}, slice_metrics: {new: 0.93}}}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.5)
    assert "a single figure decides (auc)" in said.message


def test_a_model_judged_by_no_metric_has_no_view_at_all(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: {metrics: none, slice_metrics: {new: 0.93}}}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.message == "no metric is named that decides"


def test_a_metric_weighted_by_cost_is_a_second_view(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: {metrics: [misroute_cost], slice_metrics: {new: 0.93}}}]
    """
    assert look(graph) is None


def test_a_group_far_below_the_whole_is_severe(graph: AuditGraph) -> None:
    """
    models:
      - id: m
        status: production
        evaluation: {metrics: {f1: 0.9, auc: 0.95}, slice_metrics: {german: 0.72, other: 0.91}}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.2 / 0.3)
    assert "german lies 20% below" in said.message
    assert look(graph, Limits(slice_gap=0.25)) is None


def test_errors_of_a_group_may_be_lower_but_not_much_higher(graph: AuditGraph) -> None:
    """
    models:
      - id: m
        status: production
        evaluation: {metrics: {wape: 0.18, bias: 0.01}, slice_metrics: {slow: 0.19, fast: 0.1}}
    """
    assert look(graph) is None


def test_live_figures_by_group_count_before_what_was_stated(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, slices: [], evaluation: {metrics: [f1, auc], slice_metrics: none}}]
    telemetry:
      - {kind: quality, asset: m, at: 2026-09-01, metric: f1, value: 0.9, n: 4000}
      - {kind: quality, asset: m, at: 2026-09-01, metric: f1, value: 0.88, slice: german, n: 400}
    """
    assert look(graph) is None


def test_a_live_gap_is_told_with_its_measurement(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: {metrics: [f1, auc], slice_metrics: {german: 0.9}}}]
    telemetry:
      - {kind: quality, asset: m, at: 2026-09-01, metric: f1, value: 0.9, n: 4000}
      - {kind: quality, asset: m, at: 2026-09-01, metric: f1, value: 0.6, slice: german, n: 400}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(1.0)
    [point] = said.evidence
    assert not isinstance(point, str)


def test_a_group_of_fifty_cases_is_noise(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: {metrics: [f1, auc], slice_metrics: {german: 0.9}}}]
    telemetry:
      - {kind: quality, asset: m, at: 2026-09-01, metric: f1, value: 0.9, n: 4000}
      - {kind: quality, asset: m, at: 2026-09-01, metric: f1, value: 0.6, slice: german, n: 50}
    """
    assert look(graph) is None


def test_an_experiment_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: experiment, evaluation: {metrics: [auc]}}]
    """
    assert isinstance(look(graph), NotApplicable)


def test_figures_that_nobody_mentioned_are_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert set(said.facts) == {"evaluation.slice_metrics", "evaluation.metrics"}
