from __future__ import annotations

import pytest

from debtaudit.detectors.static_test_set import Limits, static_test_set
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph
from tests.detectors.conftest import graph_of


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [model] = graph.assets(Model)
    return static_test_set.look(model, graph, limits or Limits())


@pytest.mark.parametrize(("pace", "limit"), [("high", 90), ("medium", 180), ("low", 365)])
def test_the_faster_the_world_the_younger_the_exam_must_be(pace: str, limit: int) -> None:
    text = "models: [{{id: m, status: production, volatility: {}, evaluation: {{collected_to: {}}}}}]"
    fresh, old = {"high": ("2026-07-02", "2026-07-01"), "medium": ("2026-04-03", "2026-04-02"),
                  "low": ("2025-09-30", "2025-09-29")}[pace]  # fmt: skip
    assert look(graph_of(text.format(pace, fresh))) is None
    said = look(graph_of(text.format(pace, old)))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx((limit + 1) / (2 * limit))
    assert f"{limit + 1} days old" in said.message


def test_twice_the_limit_is_as_severe_as_can_be(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, volatility: medium, evaluation: {collected_to: 2025-01-31}}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(1.0)
    assert look(graph, Limits(limit_medium=700)) is None


def test_recent_cases_that_were_added_make_an_old_set_fresh(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: {collected_to: 2024-01-31, refreshed_at: 2026-09-01}}]
    """
    assert look(graph) is None


def test_without_a_stated_pace_half_a_year_is_the_limit(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: {collected_to: 2026-01-31}}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert "the limit is 180" in said.message


def test_an_exam_measured_to_differ_from_today_is_severe_however_young(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: {dataset: exam, collected_to: 2026-09-01}}]
    datasets: [{id: exam}]
    telemetry:
      - {kind: drift, asset: exam, at: 2026-09-28, feature: length, measure: psi, value: 0.4, n_ref: 3000, n_cur: 3000}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.7)
    assert "length (psi 0.4)" in said.message
    assert [each.id for each in said.involved] == ["exam"]


def test_fifty_choices_on_one_set_wear_it_out() -> None:
    point = "{{kind: quality, asset: m, at: 2026-09-{:02}, metric: {}, value: 0.9, test_set: exam}}"
    points = ", ".join(point.format(day, metric) for day in range(1, 28) for metric in ("f1", "auc"))
    text = f"""
models: [{{id: m, status: production, evaluation: {{dataset: exam, collected_to: 2026-08-31}}}}]
datasets: [{{id: exam}}]
telemetry: [{points}]
"""
    said = look(graph_of(text))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.5)
    assert "54 evaluations" in said.message
    assert look(graph_of(text), Limits(max_reuse=60)) is None
    assert look(graph_of(text.replace("2026-08-31", "2026-09-20"))) is None


def test_a_model_without_a_test_set_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: none}]
    """
    assert look(graph) == NotApplicable("it is stated to have no test set")


def test_an_experiment_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: experiment, evaluation: {collected_to: 2020-01-31}}]
    """
    assert isinstance(look(graph), NotApplicable)


def test_a_set_that_was_never_refreshed_and_has_no_date_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: {refreshed_at: none}}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert "evaluation.collected_to" in said.facts
