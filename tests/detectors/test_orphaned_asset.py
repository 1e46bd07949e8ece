from __future__ import annotations

import pytest

from debtaudit.detectors.orphaned_asset import Limits, orphaned_asset
from debtaudit.domain.asset import Asset, Dataset, Model, Pipeline, System
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, id_: str = "m", limits: Limits | None = None) -> Verdict:
    asset = graph.asset(id_)
    assert isinstance(asset, (Model, Pipeline, Dataset, System))
    return orphaned_asset.look(asset, graph, limits or Limits())


def hit(said: Verdict) -> Hit:
    assert isinstance(said, Hit), said
    return said


def test_no_team_answers_for_it(graph: AuditGraph) -> None:
    """
    pipelines: [{id: load, owner: none, maintainers: [a, b]}]
    """
    said = hit(look(graph, "load"))
    assert said.severity == pytest.approx(0.9)
    assert said.message == "no team answers for it"


def test_its_team_has_nobody_left(graph: AuditGraph) -> None:
    """
    teams: [{id: t, members: 0}]
    datasets: [{id: d, owner: t, maintainers: [a, b]}]
    """
    said = hit(look(graph, "d"))
    assert said.severity == pytest.approx(0.8)
    team: Asset = said.involved[0]
    assert team.id == "t"
    assert said.evidence == ((team, "members"),)


def test_one_person_alone_on_something_that_matters(graph: AuditGraph) -> None:
    """
    teams: [{id: t, members: 5}]
    systems: [{id: shop, criticality: 3}]
    models: [{id: m, status: production, owner: t, system: shop, maintainers: [ana]}]
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(0.5)
    assert said.message == "only one person has changed it in the last year"
    assert look(graph, limits=Limits(criticality=4)) is None
    assert look(graph, limits=Limits(maintainers=1)) is None


def test_nobody_or_no_page_on_what_to_do_is_worse(graph: AuditGraph) -> None:
    """
    teams: [{id: t, members: 5}]
    systems:
      - {id: shop, owner: t, criticality: 3, maintainers: none}
      - {id: desk, owner: t, criticality: 3, maintainers: [ana]}
    answers: [{question: q-owner, asset: desk, level: 2, at: 2026-08-01}]
    """
    assert hit(look(graph, "shop")).severity == pytest.approx(0.7)
    assert hit(look(graph, "desk")).severity == pytest.approx(0.7)


def test_nobody_here_changes_what_a_vendor_runs(graph: AuditGraph) -> None:
    """
    teams: [{id: t, members: 5}]
    systems: [{id: shop, criticality: 5, reads: [weather]}]
    models: [{id: m, status: production, family: external, owner: t, system: shop, maintainers: none}]
    datasets: [{id: weather, origin: third_party, owner: t, maintainers: none}]
    """
    assert look(graph) is None
    assert look(graph, "weather") is None


def test_retired_assets_and_experiments_are_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: retired, owner: none}]
    pipelines: [{id: load, status: experiment, owner: none}]
    """
    assert look(graph) == NotApplicable("it is not live")
    assert look(graph, "load") == NotApplicable("it is not live")


def test_an_owner_that_nobody_mentioned_is_unknown(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, criticality: 1, maintainers: [a, b]}]
    """
    assert look(graph, "shop") == Unknown(("owner",))


def test_a_team_of_unknown_size_is_unknown(graph: AuditGraph) -> None:
    """
    teams: [{id: t}]
    systems: [{id: shop, owner: t, criticality: 1}]
    """
    assert look(graph, "shop") == Unknown(("t:members",))


def test_a_single_maintainer_of_something_of_unknown_weight_is_unknown(graph: AuditGraph) -> None:
    """
    teams: [{id: t, members: 5}]
    systems: [{id: shop, owner: t, maintainers: [a, b]}]
    models: [{id: m, status: production, owner: t, system: shop, maintainers: [ana]}]
    """
    assert look(graph) == Unknown(("maintainers", "shop:criticality"))
