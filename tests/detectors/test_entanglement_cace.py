from __future__ import annotations

import pytest

from debtaudit.detectors.entanglement_cace import Limits, entanglement_cace
from debtaudit.domain.asset import Feature, Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, id_: str, limits: Limits | None = None) -> Verdict:
    asset = graph.asset(id_)
    assert isinstance(asset, (Model, Feature))
    return entanglement_cace.look(asset, graph, limits or Limits())


def hit(said: Verdict) -> Hit:
    assert isinstance(said, Hit), said
    return said


def test_a_feature_that_three_models_of_two_teams_use_is_reported_once_on_the_feature(graph: AuditGraph) -> None:
    """
    models:
      - {id: churn, owner: growth, status: production, uses: [basket]}
      - {id: fraud, owner: trust, status: production, uses: [basket]}
      - {id: offers, owner: growth, status: production, uses: [basket]}
    features: [{id: basket}]
    """
    said = hit(look(graph, "basket"))
    assert said.severity == pytest.approx(0.4 / 3)
    assert said.message == "3 models of 2 teams use it, and nothing keeps them apart"
    assert [each.id for each in said.involved] == ["churn", "fraud", "offers"]
    assert len(said.evidence) == 3
    assert [look(graph, model.id) for model in graph.assets(Model)] == [None, None, None]
    assert look(graph, "basket", Limits(shared_models=4)) is None


def test_models_that_all_use_the_same_hubs_are_not_reported_beside_the_hubs(graph: AuditGraph) -> None:
    """
    models:
      - {id: churn, owner: growth, status: production, uses: [basket, visits]}
      - {id: fraud, owner: trust, status: production, uses: [basket, visits]}
      - {id: offers, owner: money, status: production, uses: [basket, visits]}
    features: [{id: basket, correlated_with: []}, {id: visits, correlated_with: []}]
    """
    assert hit(look(graph, "basket")).severity == pytest.approx(0.8 / 3)
    assert hit(look(graph, "visits")).severity == pytest.approx(0.8 / 3)
    assert [look(graph, model.id) for model in graph.assets(Model)] == [None, None, None]


def test_models_of_one_team_may_share(graph: AuditGraph) -> None:
    """
    models:
      - {id: a, owner: growth, status: production, uses: [basket]}
      - {id: b, owner: growth, status: production, uses: [basket]}
      - {id: c, owner: growth, status: production, uses: [basket]}
    features: [{id: basket}]
    """
    assert look(graph, "basket") is None


def test_an_unknown_owner_may_be_a_second_team(graph: AuditGraph) -> None:
    """
    models:
      - {id: a, owner: growth, status: production, uses: [basket]}
      - {id: b, owner: growth, status: production, uses: [basket]}
      - {id: c, status: production, uses: [basket]}
    features: [{id: basket}]
    """
    assert look(graph, "basket") == Unknown(("c:owner",))


def test_a_tested_contract_takes_a_user_out_of_the_count(graph: AuditGraph) -> None:
    """
    models:
      - {id: a, owner: growth, status: production, uses: [{id: basket, contract: tested}]}
      - {id: b, owner: trust, status: production, uses: [basket]}
      - {id: c, owner: money, status: production, uses: [basket]}
    features: [{id: basket}]
    """
    assert look(graph, "basket") is None


def test_an_isolated_model_does_not_count(graph: AuditGraph) -> None:
    """
    models:
      - {id: a, owner: growth, status: production, isolation: ablation gate, uses: [basket]}
      - {id: b, owner: trust, status: production, uses: [basket]}
      - {id: c, owner: money, status: production, uses: [basket]}
    features: [{id: basket}]
    """
    assert look(graph, "basket") is None
    assert look(graph, "a") is None


def test_models_out_of_service_do_not_count(graph: AuditGraph) -> None:
    """
    models:
      - {id: a, owner: growth, status: retired, uses: [basket]}
      - {id: b, owner: trust, status: production, uses: [basket]}
      - {id: c, owner: money, status: production, uses: [basket]}
    features: [{id: basket}]
    """
    assert look(graph, "basket") is None
    assert look(graph, "a") == NotApplicable("it is not in service")


def test_features_that_move_together_tie_a_model_to_itself(graph: AuditGraph) -> None:
    """
    models: [{id: churn, family: tree, status: production, uses: [visits, clicks, age]}]
    features:
      - {id: visits, correlated_with: [{feature: clicks, correlation: -0.9}]}
      - {id: clicks}
      - {id: age, correlated_with: []}
    """
    said = hit(look(graph, "churn"))
    assert said.severity == pytest.approx(0.4)
    assert "33%" in said.message
    assert "clicks with visits" in said.message
    assert look(graph, "churn", Limits(correlation=0.95)) is None


def test_a_tie_between_unimportant_features_counts_little(graph: AuditGraph) -> None:
    """
    models: [{id: churn, status: production, uses: [visits, clicks, age]}]
    features:
      - {id: visits, importance: 0.05, correlated_with: [{feature: clicks, correlation: 0.9}]}
      - {id: clicks, importance: 0.05, correlated_with: [{feature: visits, correlation: 0.9}]}
      - {id: age, importance: 0.9, correlated_with: []}
    """
    assert look(graph, "churn") is None
    assert hit(look(graph, "churn", Limits(pair_share=0.02))).severity == pytest.approx(0.4 * 0.0025 / 0.0925 / 0.3)


def test_a_correlation_from_few_rows_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: churn, status: production, uses: [visits, clicks]}]
    features:
      - {id: visits, dataset: web, correlated_with: [{feature: clicks, correlation: 0.9}]}
      - {id: clicks, dataset: web, correlated_with: [{feature: visits, correlation: 0.9}]}
    datasets: [{id: web, profile: {rows: 120}}]
    """
    assert look(graph, "churn") == Unknown(("clicks:correlated_with", "visits:correlated_with"))
    assert isinstance(look(graph, "churn", Limits(least_rows=100)), Hit)


def test_correlations_nobody_looked_at_are_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: churn, status: production, uses: [visits, clicks]}]
    features: [{id: visits}, {id: clicks}]
    """
    assert look(graph, "churn") == Unknown(("clicks:correlated_with", "visits:correlated_with"))


def test_two_teams_that_lean_on_the_same_features_are_told_once(graph: AuditGraph) -> None:
    """
    models:
      - {id: churn, owner: growth, status: production, uses: [visits, clicks, age]}
      - {id: fraud, owner: trust, status: production, uses: [visits, clicks, device]}
    features:
      - {id: visits, correlated_with: []}
      - {id: clicks, correlated_with: []}
      - {id: age, correlated_with: []}
      - {id: device, correlated_with: []}
    """
    said = hit(look(graph, "churn"))
    assert said.severity == pytest.approx(0.4 / 3)
    assert [each.id for each in said.involved] == ["fraud"]
    assert look(graph, "fraud") is None
    assert look(graph, "churn", Limits(overlap=0.6)) is None


def test_models_that_feed_one_another_in_a_circle_are_told_on_the_first(graph: AuditGraph) -> None:
    """
    models:
      - {id: a, status: production, calls: [b]}
      - {id: b, status: production, calls: [c]}
      - {id: c, status: production, calls: [a]}
    """
    said = hit(look(graph, "a"))
    assert said.severity == pytest.approx(0.2)
    assert said.message == "a, b, c feed one another in a circle"
    assert [each.id for each in said.involved] == ["b", "c"]
    assert len(said.evidence) == 3
    assert look(graph, "b") is None


def test_a_circle_through_the_world_belongs_to_the_feedback_loops(graph: AuditGraph) -> None:
    """
    systems:
      - {id: shop, calls: [price], influences: [demand]}
      - {id: depot, calls: [stock], influences: [sales]}
    models:
      - {id: price, status: production, trains_on: [sales]}
      - {id: stock, status: production, trains_on: [demand]}
    datasets: [{id: demand}, {id: sales}]
    """
    assert look(graph, "price") is None
    assert look(graph, "stock") is None


def test_a_model_or_feature_without_links_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: churn, status: production}]
    features: [{id: basket, dataset: orders}]
    """
    assert look(graph, "churn") == Unknown(("uses",))
    assert look(graph, "basket") == Unknown(("uses",))


def test_a_circle_through_a_systems_records_is_everyday_business(graph: AuditGraph) -> None:
    """
    systems: [{id: chat, calls: [intent, returns], writes: [messages]}]
    models:
      - {id: intent, status: production, trains_on: [messages]}
      - {id: returns, status: production, trains_on: [messages]}
    datasets: [{id: messages}]
    """
    assert look(graph, "intent") is None
    assert look(graph, "returns") is None
