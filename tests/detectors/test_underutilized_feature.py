from __future__ import annotations

import pytest

from debtaudit.detectors.underutilized_feature import Limits, underutilized_feature
from debtaudit.domain.asset import Feature
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    feature = graph.asset("age")
    assert isinstance(feature, Feature)
    return underutilized_feature.look(feature, graph, limits or Limits())


def severity(graph: AuditGraph) -> float:
    said = look(graph)
    assert isinstance(said, Hit)
    return said.severity


def test_a_feature_that_adds_next_to_nothing_is_a_wire_without_use(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, uses: [age]}]
    features: [{id: age, importance: 0.2%, ablation_gain: 0.0005}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.4)
    assert "0.2% of the importance" in said.message
    assert [each.id for each in said.involved] == ["m"]
    assert look(graph, Limits(eps_importance=0.001)) is None
    assert look(graph, Limits(eps_gain=0.0001)) is None


def test_a_fast_source_makes_a_useless_feature_worse(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, uses: [age]}]
    features: [{id: age, dataset: visits, importance: 0, ablation_gain: 0}]
    datasets: [{id: visits, volatility: high}]
    """
    assert severity(graph) == pytest.approx(0.7)


def test_a_high_rent_makes_it_worse(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, uses: [age, place]}]
    features:
      - {id: age, importance: 0, ablation_gain: 0, cost_per_month: 100}
      - {id: place, importance: 0.9, cost_per_month: 900}
    """
    assert severity(graph) == pytest.approx(0.6)


def test_importance_alone_does_not_condemn(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, uses: [age]}]
    features: [{id: age, importance: 0.1%}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert "ablation_gain" in said.facts


def test_a_feature_that_carries_weight_is_clean(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, uses: [age]}]
    features: [{id: age, importance: 30%, last_reviewed_at: 2020-01-01}]
    """
    assert look(graph) is None


def test_features_that_move_together_are_judged_together(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, uses: [age, birth-year]}]
    features:
      - {id: age, importance: 0.1%, ablation_gain: 0, correlated_with: [{feature: birth-year, correlation: -0.99}]}
      - {id: birth-year, importance: 40%}
    """
    assert look(graph) is None
    assert isinstance(look(graph, Limits(together=1.0)), Hit)


def test_a_feature_that_only_retired_models_use_is_unused(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: retired, uses: [age]}]
    features: [{id: age, importance: 40%}]
    """
    assert severity(graph) == pytest.approx(0.5)


def test_a_feature_that_no_model_lists_is_unused(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trains_on: [visits], uses: [place]}]
    features: [{id: age, dataset: visits, importance: 20%}, {id: place, dataset: visits}]
    datasets: [{id: visits}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.message == "no model in service uses it"


def test_a_model_that_leaves_its_features_unsaid_may_use_it(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trains_on: [visits]}]
    features: [{id: age, dataset: visits, importance: 20%}]
    datasets: [{id: visits}]
    """
    assert isinstance(look(graph), Unknown)


def test_a_model_of_another_team_that_says_nothing_is_not_waited_for(graph: AuditGraph) -> None:
    """
    models: [{id: m, owner: trust, status: production}]
    features: [{id: age, owner: inbox, dataset: visits, importance: 20%}]
    datasets: [{id: visits}]
    """
    assert isinstance(look(graph), Hit)


def test_a_feature_behind_a_pipeline_is_used(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, built_by: [training]}]
    pipelines: [{id: training, reads: [age]}]
    features: [{id: age, importance: 40%}]
    """
    assert look(graph) is None


def test_a_feature_on_a_dashboard_is_used(graph: AuditGraph) -> None:
    """
    systems: [{id: screen, reads: [age]}]
    features: [{id: age, importance: 40%}]
    """
    assert look(graph) is None


def test_what_nobody_has_measured_or_asked_for_years_is_mild(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, uses: [age]}]
    features: [{id: age, last_reviewed_at: 2024-01-01}]
    """
    assert severity(graph) == pytest.approx(0.3)
    assert isinstance(look(graph, Limits(review_max=2000)), Unknown)


@pytest.mark.parametrize("words", ["tags", "cleared_for"])
def test_features_kept_for_monitoring_are_not_applicable(words: str, graph: AuditGraph) -> None:
    """
    features:
      - {id: age, tags: [monitoring-only], importance: 0, ablation_gain: 0}
      - {id: place, cleared_for: [fairness, monitoring], importance: 0, ablation_gain: 0}
    """
    feature = {"tags": "age", "cleared_for": "place"}[words]
    [asset] = [each for each in graph.assets(Feature) if each.id == feature]
    assert isinstance(underutilized_feature.look(asset, graph, Limits()), NotApplicable)


def test_a_feature_of_which_nothing_is_known_is_unknown(graph: AuditGraph) -> None:
    """
    features: [{id: age}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert set(said.facts) == {"dataset", "importance", "ablation_gain", "last_reviewed_at"}
