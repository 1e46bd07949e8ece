from __future__ import annotations

import pytest

from debtaudit.detectors.ethics_debt import Limits, ethics_debt
from debtaudit.domain.asset import Model, System
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, kind: type[Model | System] = Model, limits: Limits | None = None) -> Verdict:
    [asset] = graph.assets(kind)
    return ethics_debt.look(asset, graph, limits or Limits())


def test_an_assessment_that_never_took_place_is_told_on_the_system(graph: AuditGraph) -> None:
    """
    systems: [{id: lending, affects_people: yes, impact_assessed_at: none}]
    """
    said = look(graph, System)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.4)
    assert said.message == "its effect on people was never assessed"


def test_an_assessment_older_than_a_year_is_stale(graph: AuditGraph) -> None:
    """
    systems: [{id: lending, affects_people: yes, impact_assessed_at: 2025-08-27}]
    """
    said = look(graph, System)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.2)
    assert "399 days ago" in said.message
    assert look(graph, System, Limits(review=400)) is None


def test_unmeasured_effects_on_groups_are_told_on_the_model(graph: AuditGraph) -> None:
    """
    models:
      - {id: credit, status: production, affects_people: yes, protected_groups: [age], fairness: {metrics: none}}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.4)
    assert said.evidence == ("protected_groups", "fairness.metrics")


def test_groups_that_nobody_looks_at_are_unmeasured(graph: AuditGraph) -> None:
    """
    models:
      - id: credit
        status: production
        affects_people: yes
        protected_groups: none
        fairness: {metrics: [selection_rate], assessed_at: 2024-05-01}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.4)


def test_a_ratio_below_four_fifths_asks_for_a_look(graph: AuditGraph) -> None:
    """
    models:
      - id: credit
        status: production
        affects_people: yes
        protected_groups: [age]
        fairness: {metrics: {decline_rate_ratio: 0.72, accuracy: 0.7}, assessed_at: 2024-05-01}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.2 + 0.2)
    assert "decline_rate_ratio 0.72 below 0.8" in said.message
    assert look(graph, limits=Limits(disparity=0.7, review=2000)) is None


def test_a_model_affects_the_people_that_its_systems_affect(graph: AuditGraph) -> None:
    """
    systems: [{id: lending, regulatory_class: high, calls: [credit]}]
    models: [{id: credit, status: production, protected_groups: none}]
    """
    assert isinstance(look(graph), Hit)


def test_what_does_not_affect_people_is_not_applicable(graph: AuditGraph) -> None:
    """
    systems: [{id: warehouse, affects_people: no, impact_assessed_at: none, calls: [boxes]}]
    models: [{id: boxes, status: production, protected_groups: none}]
    """
    assert look(graph) == NotApplicable("its decisions do not affect people")
    assert look(graph, System) == NotApplicable("its decisions do not affect people")


def test_whether_people_are_affected_is_asked_first(graph: AuditGraph) -> None:
    """
    models: [{id: credit, status: production, protected_groups: none}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert said.facts[0] == "affects_people"


def test_metrics_that_nobody_mentioned_are_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: credit, status: production, affects_people: yes, protected_groups: [age]}]
    """
    assert isinstance(look(graph), Unknown)
