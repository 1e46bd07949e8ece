from __future__ import annotations

import pytest

from debtaudit.detectors.offline_online_gap import Limits, offline_online_gap
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph
from tests.detectors.conftest import graph_of

RELEASES = ("2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10", "2026-05-10", "2026-06-10")


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [model] = graph.assets(Model)
    return offline_online_gap.look(model, graph, limits or Limits())


def releases(offline: tuple[float, ...], online: tuple[float, ...], evaluation: str = "") -> AuditGraph:
    lines = [
        f"  - {{kind: quality, asset: m, at: {day[:-2]}08, metric: ndcg, value: {before}, test_set: exam}}\n"
        f"  - {{kind: release, asset: m, at: {day}, version: v}}\n"
        f"  - {{kind: quality, asset: m, at: {day[:-2]}20, metric: revenue, value: {after}}}\n"
        for day, before, after in zip(RELEASES, offline, online, strict=False)
    ]
    facts = evaluation or "business_metric: revenue, online_compared_at: 2026-06-20"
    return graph_of(f"models: [{{id: m, status: production, evaluation: {{{facts}}}}}]\ntelemetry:\n{''.join(lines)}")


RISING = (0.1, 0.2, 0.4, 0.7, 1.1, 1.6)  # gains grow
FADING = (1.0, 2.6, 3.9, 4.8, 5.4, 5.6)  # gains shrink


def test_no_named_outcome_is_severe(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: {business_metric: none, online_compared_at: 2026-06-17}}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.7)
    assert said.evidence == ("evaluation.business_metric",)


def test_a_comparison_longer_ago_than_a_year_is_none(graph: AuditGraph) -> None:
    """
    models:
      - id: m
        status: production
        evaluation: {business_metric: revenue, online_compared_at: 2025-09-29, ab_tests: 2}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.5)
    assert said.evidence == ("evaluation.online_compared_at",)
    assert look(graph, Limits(max_age=400)) is None


def test_without_a_day_the_number_of_comparisons_decides(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: {business_metric: revenue, ab_tests: 0}}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.evidence == ("evaluation.ab_tests",)


def test_a_release_by_split_traffic_is_a_comparison(graph: AuditGraph) -> None:
    """
    models:
      - id: m
        status: production
        deployed_at: 2026-08-01
        release: {method: ab}
        evaluation: {business_metric: revenue}
    """
    assert look(graph) is None


def test_offline_gains_that_foretell_nothing_are_worst() -> None:
    said = look(releases(RISING, FADING))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.8)
    assert "-1.00" in said.message


def test_offline_gains_that_go_with_online_gains_clear_a_missing_comparison() -> None:
    stated = "business_metric: revenue, online_compared_at: none"
    assert look(releases(RISING, RISING, stated)) is None
    assert isinstance(look(releases(RISING, RISING, stated), Limits(min_corr=1.1)), Hit)


def test_four_gains_say_nothing() -> None:
    assert look(releases(RISING[:5], FADING[:5])) is None
    assert isinstance(look(releases(RISING[:5], FADING[:5]), Limits(least_releases=4)), Hit)


def test_an_internal_tool_may_ask_its_users_instead(graph: AuditGraph) -> None:
    """
    systems: [{id: desk, customer_facing: no}]
    models: [{id: m, system: desk, status: production, evaluation: {business_metric: none, ab_tests: 0}}]
    telemetry: [{kind: satisfaction, asset: desk, at: 2026-05-01, score: 4.1, scale: 5, answers: 60}]
    """
    assert look(graph) is None


def test_what_customers_touch_has_an_outcome_to_count(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, customer_facing: yes}]
    models: [{id: m, system: shop, status: production, evaluation: {business_metric: none, ab_tests: 3}}]
    telemetry: [{kind: satisfaction, asset: shop, at: 2026-05-01, score: 4.1, scale: 5, answers: 60}]
    """
    assert isinstance(look(graph), Hit)


def test_an_experiment_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: experiment, evaluation: {business_metric: none}}]
    """
    assert isinstance(look(graph), NotApplicable)


def test_an_outcome_that_nobody_mentioned_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert said.facts == ("evaluation.business_metric", "evaluation.online_compared_at", "evaluation.ab_tests")
