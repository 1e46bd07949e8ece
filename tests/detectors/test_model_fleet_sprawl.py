from __future__ import annotations

import pytest

from debtaudit.detectors.model_fleet_sprawl import Limits, model_fleet_sprawl
from debtaudit.domain.asset import Organisation, Team
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def team(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    return model_fleet_sprawl.look(graph.assets(Team)[0], graph, limits or Limits())


def organisation(graph: AuditGraph) -> Verdict:
    [whole] = graph.assets(Organisation)
    return model_fleet_sprawl.look(whole, graph, Limits())


def hit(said: Verdict) -> Hit:
    assert isinstance(said, Hit), said
    return said


def test_more_than_three_critical_models_a_head_are_too_many(graph: AuditGraph) -> None:
    """
    teams: [{id: t, members: 1}]
    systems: [{id: shop, criticality: 3, calls: [a, b, c, d]}, {id: wall, criticality: 1, calls: [e]}]
    models:
      - {id: a, owner: t, status: production}
      - {id: b, owner: t, status: production}
      - {id: c, owner: t, status: production}
      - {id: d, owner: t, status: production}
      - {id: e, owner: t, status: production}
    """
    said = hit(team(graph))
    assert said.severity == pytest.approx(0.4)
    assert said.message == "4 critical models, 4.0 a head"
    assert [each.id for each in said.involved] == ["a", "b", "c", "d"]
    assert team(graph, Limits(per_head=4)) is None
    assert team(graph, Limits(criticality=4)) is None


def test_models_that_one_pipeline_builds_are_one_family(graph: AuditGraph) -> None:
    """
    teams: [{id: t, members: 1}]
    pipelines: [{id: per-shop}]
    systems: [{id: shop, criticality: 5, calls: [a, b, c, d]}]
    models:
      - {id: a, owner: t, status: production, task: churn, uses: [visits], built_by: [per-shop]}
      - {id: b, owner: t, status: production, task: churn, uses: [visits], built_by: [per-shop]}
      - {id: c, owner: t, status: production, task: churn, uses: [visits], built_by: [per-shop]}
      - {id: d, owner: t, status: production, task: churn, uses: [visits], built_by: [per-shop]}
    features: [{id: visits}]
    """
    assert team(graph) is None


def test_near_copies_of_one_team_are_told_on_the_team(graph: AuditGraph) -> None:
    """
    teams: [{id: t, members: 9}]
    systems: [{id: shop, criticality: 5, calls: [a, b, c]}]
    models:
      - {id: a, owner: t, status: production, task: churn, uses: [v, w, x, y, z]}
      - {id: b, owner: t, status: production, task: churn, uses: [v, w, x, y, z]}
      - {id: c, owner: t, status: production, task: churn, uses: [v, w, x, y]}
    features: [{id: v}, {id: w}, {id: x}, {id: y}, {id: z}]
    """
    said = hit(team(graph))
    assert said.severity == pytest.approx(0.2)
    assert said.message == "a, b, c predict the same from the same inputs"
    assert organisation(graph) is None
    assert team(graph, Limits(copies=4)) is None
    assert team(graph, Limits(alike=0.9)) is None


def test_near_copies_of_several_teams_are_told_on_the_organisation(graph: AuditGraph) -> None:
    """
    teams: [{id: t, members: 9}, {id: u, members: 9}]
    systems: [{id: shop, criticality: 5, calls: [a, b, c]}]
    models:
      - {id: a, owner: t, status: production, task: churn, trains_on: [orders]}
      - {id: b, owner: u, status: production, task: churn, trains_on: [orders]}
      - {id: c, owner: u, status: production, task: churn, trains_on: [orders]}
    datasets: [{id: orders}]
    """
    assert hit(organisation(graph)).severity == pytest.approx(0.2)
    assert team(graph) is None


def test_without_models_there_is_nothing_to_count(graph: AuditGraph) -> None:
    """
    teams: [{id: t, members: 0}]
    """
    assert team(graph) == NotApplicable("it owns no models in service")
    assert organisation(graph) == NotApplicable("it runs no models")


def test_a_team_without_members_is_told_elsewhere(graph: AuditGraph) -> None:
    """
    teams: [{id: t, members: 0}]
    models: [{id: a, owner: t, status: production}]
    """
    assert team(graph) == NotApplicable("it has no members")


def test_an_unknown_number_of_members_is_unknown(graph: AuditGraph) -> None:
    """
    teams: [{id: t}]
    systems: [{id: shop, criticality: 5, calls: [a]}]
    models: [{id: a, owner: t, status: production}]
    """
    assert team(graph) == Unknown(("members",))


def test_models_of_unknown_weight_may_be_too_many(graph: AuditGraph) -> None:
    """
    teams: [{id: t, members: 1}]
    models:
      - {id: a, owner: t, status: production}
      - {id: b, owner: t, status: production}
      - {id: c, owner: t, status: production}
      - {id: d, owner: t, status: production}
    """
    assert team(graph) == Unknown(("a:system", "b:system", "c:system", "d:system"))
