from __future__ import annotations

import pytest

from debtaudit.detectors.hidden_feedback_loop import Limits, hidden_feedback_loop
from debtaudit.domain.asset import Model, System
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, id_: str, limits: Limits | None = None) -> Verdict:
    asset = graph.asset(id_)
    assert isinstance(asset, (Model, System))
    return hidden_feedback_loop.look(asset, graph, limits or Limits())


def hit(said: Verdict) -> Hit:
    assert isinstance(said, Hit), said
    return said


def test_two_models_that_learn_from_each_others_effects_are_told_once(graph: AuditGraph) -> None:
    """
    systems:
      - {id: shop, owner: growth, automated_actions: yes, calls: [price], influences: [demand]}
      - {id: depot, owner: stock-team, automated_actions: yes, calls: [stock], influences: [sales]}
    models:
      - {id: price, owner: growth, status: production, trains_on: [sales]}
      - {id: stock, owner: stock-team, status: production, trains_on: [demand]}
    datasets: [{id: demand}, {id: sales}]
    """
    said = hit(look(graph, "price"))
    assert said.severity == pytest.approx(0.75)
    assert said.message == "price -> shop -> demand -> stock -> depot -> sales -> price is a circle through the world"
    assert [each.id for each in said.involved] == ["shop", "stock", "depot"]
    assert [look(graph, each) for each in ("stock", "shop", "depot")] == [None, None, None]


def test_two_systems_that_change_each_others_world_are_a_loop(graph: AuditGraph) -> None:
    """
    systems: [{id: bids, influences: [prices]}, {id: prices, influences: [bids]}]
    """
    assert hit(look(graph, "bids")).severity == pytest.approx(0.4)
    assert look(graph, "prices") is None


def test_a_loop_with_one_learning_model_is_a_direct_one(graph: AuditGraph) -> None:
    """
    systems: [{id: widgets, calls: [ranker], influences: [clicks]}]
    models: [{id: ranker, status: production, trains_on: [clicks]}]
    datasets: [{id: clicks}]
    """
    assert look(graph, "ranker") is None
    assert look(graph, "widgets") is None


def test_rules_learn_nothing_so_a_loop_through_them_is_that_of_the_other_model(graph: AuditGraph) -> None:
    """
    systems:
      - {id: shop, calls: [price], influences: [demand]}
      - {id: depot, calls: [reorder], influences: [sales]}
    models:
      - {id: price, status: production, trains_on: [sales]}
      - {id: reorder, status: production, family: rules, uses: [stock-left]}
    features: [{id: stock-left, dataset: demand}]
    datasets: [{id: demand}, {id: sales}]
    """
    assert [look(graph, each) for each in ("price", "reorder")] == [None, None]


def test_a_weak_link_carries_nothing_round(graph: AuditGraph) -> None:
    """
    systems: [{id: bids, influences: [{id: prices, strength: 0.05}]}, {id: prices, influences: [bids]}]
    """
    assert look(graph, "bids") is None
    assert isinstance(look(graph, "bids", Limits(least_strength=0.01)), Hit)


def test_a_loop_examined_within_a_year_is_known(graph: AuditGraph) -> None:
    """
    systems: [{id: bids, influences: [prices]}, {id: prices, influences: [bids]}]
    answers: [{question: q-feedback-loop, asset: prices, level: 2, at: 2026-02-01}]
    """
    assert look(graph, "bids") is None
    assert isinstance(look(graph, "bids", Limits(review=90)), Hit)


def test_a_loop_slower_than_two_retrainings_counts_half(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, calls: [price], influences: [demand]}, {id: depot, calls: [stock], influences: [sales]}]
    models:
      - {id: price, status: production, trains_on: [sales], label_delay_days: 90, retraining: {interval_days: 30}}
      - {id: stock, status: production, trains_on: [demand]}
    datasets: [{id: demand}, {id: sales}]
    """
    assert hit(look(graph, "price")).severity == pytest.approx(0.2)
    assert hit(look(graph, "price", Limits(slow=4))).severity == pytest.approx(0.4)


def test_without_any_word_on_effects_it_is_unknown(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, calls: [price]}]
    models: [{id: price, status: production}, {id: idea, status: experiment}]
    """
    assert look(graph, "shop") == Unknown(("influences",))
    assert look(graph, "price") == Unknown(("influences", "shop:influences"))
    assert look(graph, "idea") == NotApplicable("it is not in service")
