from __future__ import annotations

import pytest

from debtaudit.detectors.interface_version_mismatch import Limits, interface_version_mismatch
from debtaudit.domain.asset import Model, System
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, id_: str, limits: Limits | None = None) -> Verdict:
    asset = graph.asset(id_)
    assert isinstance(asset, (System, Model))
    return interface_version_mismatch.look(asset, graph, limits or Limits())


def test_three_versions_in_use_are_told_on_what_is_called(graph: AuditGraph) -> None:
    """
    models: [{id: fraud-score}]
    systems:
      - {id: checkout, calls: [{id: fraud-score, version_pin: v3, contract: tested}]}
      - {id: refunds, calls: [{id: fraud-score, version_pin: v2, contract: tested}]}
      - {id: partner, calls: [{id: fraud-score, version_pin: v1, contract: tested}]}
    """
    said = look(graph, "fraud-score")
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.4)
    assert said.message == "versions v1, v2, v3 are in use at once"
    assert look(graph, "fraud-score", Limits(versions=4)) is None
    assert look(graph, "checkout") is None


def test_a_dashboard_that_stayed_behind_breaks_nothing(graph: AuditGraph) -> None:
    """
    models: [{id: fraud-score}]
    systems:
      - {id: checkout, calls: [{id: fraud-score, version_pin: v3}]}
      - {id: refunds, calls: [{id: fraud-score, version_pin: v2}]}
      - {id: chart, type: dashboard, calls: [{id: fraud-score, version_pin: v1}]}
    """
    assert look(graph, "fraud-score") is None
    assert look(graph, "chart") == NotApplicable("it only shows what it gets")


def test_callers_that_state_no_version_may_be_one_too_many(graph: AuditGraph) -> None:
    """
    models: [{id: fraud-score}]
    systems:
      - {id: checkout, calls: [{id: fraud-score, version_pin: v3}]}
      - {id: refunds, calls: [{id: fraud-score, version_pin: v2}]}
      - {id: partner, calls: [fraud-score]}
    """
    assert look(graph, "fraud-score") == Unknown(("partner:calls.version_pin",))


def test_a_call_to_another_team_without_contract_is_told_on_the_caller(graph: AuditGraph) -> None:
    """
    systems: [{id: checkout, owner: shop, calls: [{id: fraud-score, contract: none}]}]
    models: [{id: fraud-score, owner: trust}]
    """
    said = look(graph, "checkout")
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.2)
    assert said.message == "calls fraud-score of another team without a contract"
    assert [each.id for each in said.involved] == ["fraud-score"]
    assert look(graph, "fraud-score") is None


def test_one_team_needs_no_contract_with_itself(graph: AuditGraph) -> None:
    """
    systems: [{id: checkout, owner: trust, calls: [{id: fraud-score, contract: none}]}]
    models: [{id: fraud-score, owner: trust}]
    """
    assert look(graph, "checkout") is None


def test_an_owner_that_nobody_named_may_be_another_team(graph: AuditGraph) -> None:
    """
    systems: [{id: checkout, owner: shop, calls: [{id: fraud-score, contract: none}]}]
    models: [{id: fraud-score}]
    """
    said = look(graph, "checkout")
    assert isinstance(said, Unknown)
    assert "fraud-score:owner" in said.facts


def test_two_interface_faults_in_half_a_year_are_a_mismatch(graph: AuditGraph) -> None:
    """
    systems: [{id: checkout, owner: shop, calls: [{id: fraud-score, contract: schema}]}]
    models: [{id: fraud-score, owner: trust}]
    incidents:
      - {id: INC-1, detected_at: 2026-05-11T09:00:00Z, assets: [checkout, fraud-score], cause: interface}
      - {id: INC-2, detected_at: 2026-08-20T09:00:00Z, assets: [checkout], cause: interface}
      - {id: INC-3, detected_at: 2026-08-21T09:00:00Z, assets: [fraud-score], cause: interface}
      - {id: INC-4, detected_at: 2026-08-22T09:00:00Z, assets: [fraud-score], cause: data}
    """
    said = look(graph, "checkout")
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.4)
    assert look(graph, "fraud-score") is None
    assert look(graph, "checkout", Limits(incidents=3)) is None


def test_two_versions_add_to_the_severity_of_faults(graph: AuditGraph) -> None:
    """
    models: [{id: fraud-score}]
    systems:
      - {id: checkout, calls: [{id: fraud-score, version_pin: v3}]}
      - {id: refunds, calls: [{id: fraud-score, version_pin: v2}]}
    incidents:
      - {id: INC-1, detected_at: 2026-05-11T09:00:00Z, assets: [fraud-score], cause: interface}
      - {id: INC-2, detected_at: 2026-08-20T09:00:00Z, assets: [fraud-score], cause: interface}
    """
    said = look(graph, "fraud-score")
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.2 + 0.4)


def test_a_model_that_only_learns_has_no_interface(graph: AuditGraph) -> None:
    """
    models: [{id: fraud-score, trains_on: [cases]}]
    datasets: [{id: cases}]
    """
    assert look(graph, "fraud-score") == NotApplicable("it calls nothing and nothing calls it")


def test_a_home_tells_nothing_about_the_terms_between_two_teams(graph: AuditGraph) -> None:
    """
    systems: [{id: checkout, owner: shop}]
    models: [{id: fraud-score, owner: trust, system: checkout}]
    """
    assert isinstance(look(graph, "checkout"), Unknown)


def test_a_single_caller_that_says_nothing_of_terms_leaves_it_unknown(graph: AuditGraph) -> None:
    """
    systems: [{id: checkout, calls: [fraud-score]}]
    models: [{id: fraud-score}]
    """
    assert look(graph, "fraud-score") == Unknown(("checkout:calls.version_pin",))
