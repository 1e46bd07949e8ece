from __future__ import annotations

import pytest

from debtaudit.detectors.cultural_debt import Limits, cultural_debt
from debtaudit.domain.asset import Organisation, Team
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, kind: type[Team | Organisation], limits: Limits | None = None) -> Verdict:
    [asset] = graph.assets(kind)
    return cultural_debt.look(asset, graph, limits or Limits())


def test_a_team_of_one_role_that_runs_models_is_a_silo(graph: AuditGraph) -> None:
    """
    teams: [{id: research, roles: [data scientist]}]
    models: [{id: ranking, owner: research, status: production}, {id: idea, owner: research, status: experiment}]
    """
    said = look(graph, Team)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.3)
    assert [each.id for each in said.involved] == ["ranking"]


def test_a_mixed_team_is_clean(graph: AuditGraph) -> None:
    """
    teams: [{id: research, roles: [data scientist, engineer]}]
    models: [{id: ranking, owner: research, status: production}]
    """
    assert look(graph, Team) is None


def test_three_people_need_no_separate_roles(graph: AuditGraph) -> None:
    """
    teams: [{id: research, members: 3, roles: [data scientist]}]
    models: [{id: ranking, owner: research, status: production}]
    """
    assert look(graph, Team) == NotApplicable("it is too small for separate roles")
    assert isinstance(look(graph, Team, Limits(members=3)), Hit)


def test_a_team_without_models_in_service_is_not_applicable(graph: AuditGraph) -> None:
    """
    teams: [{id: research, roles: [data scientist]}]
    models: [{id: idea, owner: research, status: experiment}]
    """
    assert look(graph, Team) == NotApplicable("it runs no model")


def test_roles_that_nobody_mentioned_are_unknown(graph: AuditGraph) -> None:
    """
    teams: [{id: research, members: 8}]
    models: [{id: ranking, owner: research, status: production}]
    """
    assert look(graph, Team) == Unknown(("roles",))


def test_uncontracted_hand_overs_and_private_lists_add_up(graph: AuditGraph) -> None:
    """
    models:
      - {id: a, owner: research, built_by: [{id: train, contract: none}]}
      - {id: b, owner: research, built_by: [{id: train, contract: none}]}
      - {id: c, owner: research, built_by: [{id: train, contract: none}]}
      - {id: d, owner: research, built_by: [{id: train, contract: tested}]}
    pipelines: [{id: train, owner: platform}]
    answers: [{question: q-shared-backlog, asset: organisation, level: 1, at: 2026-09-01, by: ana}]
    """
    said = look(graph, Organisation)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.5 * 0.75 + 0.5 * 2 / 3)
    assert "3 of 4 hand-overs" in said.message
    assert "no common list" in said.message


def test_hand_overs_inside_a_team_need_no_contract(graph: AuditGraph) -> None:
    """
    organisation: {shared_dashboard: https://x.example}
    models:
      - {id: a, owner: ml, built_by: [{id: train, contract: none}]}
      - {id: b, owner: ml, built_by: [{id: train, contract: none}]}
      - {id: c, owner: ml, built_by: [{id: train, contract: none}]}
      - {id: d, owner: ml, built_by: [{id: train, contract: none}]}
    pipelines: [{id: train, owner: ml}]
    """
    assert look(graph, Organisation) is None


def test_of_few_hand_overs_a_share_says_nothing(graph: AuditGraph) -> None:
    """
    organisation: {shared_dashboard: https://x.example}
    models: [{id: a, owner: research, built_by: [{id: train, contract: none}]}]
    pipelines: [{id: train, owner: platform}]
    """
    assert look(graph, Organisation) is None
    assert isinstance(look(graph, Organisation, Limits(least=1)), Hit)


def test_one_list_that_is_ordered_in_meetings_is_shared(graph: AuditGraph) -> None:
    """
    organisation: {shared_dashboard: none}
    answers: [{question: q-shared-backlog, asset: organisation, level: 2, at: 2026-09-01, by: ana}]
    """
    assert look(graph, Organisation) is None


def test_whether_teams_share_a_list_is_asked(graph: AuditGraph) -> None:
    """
    organisation: {shared_dashboard: none}
    """
    assert look(graph, Organisation) == Unknown(("shared_dashboard",))
