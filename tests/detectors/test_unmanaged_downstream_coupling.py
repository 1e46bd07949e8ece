from __future__ import annotations

import pytest

from debtaudit.detectors.unmanaged_downstream_coupling import Limits, unmanaged_downstream_coupling
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [model] = graph.assets(Model)
    return unmanaged_downstream_coupling.look(model, graph, limits or Limits())


def hit(said: Verdict) -> Hit:
    assert isinstance(said, Hit), said
    return said


def test_consumers_without_contract_add_up(graph: AuditGraph) -> None:
    """
    systems:
      - {id: checkout, calls: [{id: score, contract: none, version_pin: none}]}
      - {id: desk, calls: [{id: score, contract: none, strength: 0.5}]}
      - {id: crm, calls: [{id: score, contract: tested}]}
    models: [{id: score, status: production}]
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(0.5)
    assert said.message == "checkout, desk rely on it without contract or pinned version (strength 1.5 of 2.5)"
    assert [each.id for each in said.involved] == ["checkout", "desk"]
    assert look(graph, Limits(unmanaged=2.0)) is None
    assert look(graph, Limits(least_strength=3.0)) is None


def test_a_contract_or_a_pinned_version_manages_a_link(graph: AuditGraph) -> None:
    """
    systems:
      - {id: checkout, calls: [{id: score, contract: schema, version_pin: none}]}
      - {id: crm, calls: [{id: score, contract: none, version_pin: "7"}]}
    models: [{id: score, status: production}]
    """
    assert look(graph) is None


def test_a_dashboard_counts_little_even_if_it_says_otherwise(graph: AuditGraph) -> None:
    """
    systems: [{id: wall, type: dashboard, calls: [{id: score, strength: 1.0, contract: none}]}]
    models: [{id: score, status: production}]
    """
    assert look(graph) is None
    assert hit(look(graph, Limits(least_strength=0.1, unmanaged=0.1))).severity == pytest.approx(0.2 / 3)


def test_advice_that_a_person_looks_at_counts_less(graph: AuditGraph) -> None:
    """
    systems: [{id: desk, human_oversight: every_decision, calls: [{id: score, contract: none}]}]
    models: [{id: score, status: production}]
    """
    assert look(graph) is None


def test_consumers_in_the_same_repository_are_released_with_the_model(graph: AuditGraph) -> None:
    """
    systems: [{id: desk, repository: git/one, calls: [{id: score, contract: none}]}]
    models: [{id: score, repository: git/one, status: production}]
    """
    assert look(graph) == NotApplicable("no consumer outside its own code is known")


def test_terms_that_nobody_stated_are_unknown(graph: AuditGraph) -> None:
    """
    systems: [{id: checkout, calls: [score]}]
    models: [{id: score, status: production}]
    """
    assert look(graph) == Unknown(("checkout:calls.contract",))


def test_the_home_of_a_model_tells_nothing_about_terms(graph: AuditGraph) -> None:
    """
    systems: [{id: checkout}]
    models: [{id: score, system: checkout, status: production}]
    """
    assert look(graph) == Unknown(("checkout:calls.contract",))


def test_a_reader_that_only_telemetry_knows_is_no_known_consumer(graph: AuditGraph) -> None:
    """
    systems: [{id: mailer}]
    models: [{id: score, status: production}]
    telemetry: [{kind: calls, asset: score, at: 2026-09-29, consumer: mailer, count: 900}]
    """
    assert look(graph) == NotApplicable("no consumer outside its own code is known")


def test_a_model_out_of_service_is_not_applicable(graph: AuditGraph) -> None:
    """
    systems: [{id: checkout, calls: [{id: score, contract: none}]}]
    models: [{id: score, status: retired}]
    """
    assert look(graph) == NotApplicable("it is not in service")


def test_a_model_without_links_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: score, status: production}]
    """
    assert look(graph) == Unknown(("declared_consumers",))
