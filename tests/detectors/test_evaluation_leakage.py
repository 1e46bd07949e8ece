from __future__ import annotations

import pytest

from debtaudit.detectors.evaluation_leakage import Limits, evaluation_leakage
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph
from tests.detectors.conftest import graph_of


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [model] = graph.assets(Model)
    return evaluation_leakage.look(model, graph, limits or Limits())


def launched(*values: float, deployed: str = "deployed_at: 2026-07-01", metric: str = "f1", more: str = "",
             first: int = 6) -> AuditGraph:  # fmt: skip
    point = "  - {{kind: quality, asset: m, at: 2026-07-{:02}, metric: {}, value: {}}}\n"
    points = "".join(point.format(first + 7 * week, metric, value) for week, value in enumerate(values))
    facts = "manifest: {metrics: {f1: 0.9, wape: 0.2}}, evaluation: {split_method: time, entity_or_time_order: yes}"
    return graph_of(f"models: [{{id: m, status: production, {deployed}, {facts}}}]\ntelemetry:\n{points}{more}")


def test_cases_with_an_order_must_not_be_drawn_at_random(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: {split_method: random, entity_or_time_order: yes}}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.5)
    assert said.evidence == ("evaluation.split_method", "evaluation.entity_or_time_order")


def test_cases_without_any_order_may_be_drawn_at_random(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: {split_method: random, entity_or_time_order: no}}]
    """
    assert look(graph) is None


def test_cases_of_which_nobody_says_whether_they_have_an_order_are_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: {split_method: random}}]
    """
    assert isinstance(look(graph), Unknown)


def test_duplicates_end_up_on_both_sides_of_a_random_split(graph: AuditGraph) -> None:
    """
    models:
      - {id: m, status: production, trains_on: [mails], evaluation: {split_method: random, entity_or_time_order: no}}
    datasets: [{id: mails, profile: {duplicates: 3%}}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.5)
    assert "3.0% of mails" in said.message
    assert [each.id for each in said.involved] == ["mails"]
    assert look(graph, Limits(duplicates=0.05)) is None


def test_a_split_by_entity_keeps_duplicates_on_one_side(graph: AuditGraph) -> None:
    """
    models:
      - {id: m, status: production, trains_on: [mails], evaluation: {split_method: group, entity_or_time_order: yes}}
    datasets: [{id: mails, profile: {duplicates: 3%}}]
    """
    assert look(graph) is None


def test_a_test_set_that_is_trained_on_without_a_split_leaks(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trains_on: [mails], evaluation: {dataset: mails, split_method: none}}]
    datasets: [{id: mails}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.message == "it is judged by the data that it learned from"


def test_a_figure_that_collapses_at_launch_was_too_good() -> None:
    said = look(launched(0.76, 0.77, 0.75, 0.76))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx((0.9 - 0.76) / 0.9 / 0.2)
    assert "16%" in said.message
    assert look(launched(0.76, 0.77, 0.75, 0.76), Limits(gap=0.2)) is None


def test_a_small_fall_at_launch_is_ordinary() -> None:
    assert look(launched(0.86, 0.85, 0.86, 0.85)) is None


def test_an_error_that_doubles_at_launch_is_a_fall_and_one_that_halves_is_not() -> None:
    assert isinstance(look(launched(0.4, 0.4, 0.4, 0.4, metric="wape")), Hit)
    assert look(launched(0.1, 0.1, 0.1, 0.1, metric="wape")) is None


def test_less_than_four_weeks_of_live_values_are_unknown() -> None:
    assert isinstance(look(launched(0.7, 0.7, 0.7)), Unknown)


def test_live_values_that_begin_long_after_the_launch_say_nothing_of_it() -> None:
    assert look(launched(0.7, 0.7, 0.7, 0.7, deployed="deployed_at: 2026-01-01")) is None


def test_outcomes_that_come_late_may_begin_late() -> None:
    late = "deployed_at: 2026-04-20, label_delay_days: 60"
    assert isinstance(look(launched(0.7, 0.7, 0.7, 0.7, deployed=late)), Hit)


def test_without_a_day_of_deployment_a_gap_is_unknown() -> None:
    assert isinstance(look(launched(0.7, 0.7, 0.7, 0.7, deployed="version: v1")), Unknown)


def test_a_measured_change_of_population_explains_the_gap() -> None:
    drift = "{kind: drift, asset: m, at: 2026-07-20, feature: age, measure: psi, value: 0.5, n_ref: 900, n_cur: 900}"
    assert look(launched(0.7, 0.7, 0.7, 0.7, more=f"  - {drift}\n")) is None


def test_a_retired_model_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: retired, evaluation: {split_method: random, entity_or_time_order: yes}}]
    """
    assert isinstance(look(graph), NotApplicable)


def test_a_split_that_nobody_mentioned_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert said.facts == ("evaluation.split_method", "evaluation.entity_or_time_order")
