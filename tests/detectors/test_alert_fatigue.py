from __future__ import annotations

import pytest

from debtaudit.detectors.alert_fatigue import Limits, alert_fatigue
from debtaudit.domain.asset import System, Team
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, kind: type[System | Team] = System, limits: Limits | None = None) -> Verdict:
    [asset] = graph.assets(kind)
    return alert_fatigue.look(asset, graph, limits or Limits())


def test_alerts_that_lead_to_nothing_tire_people(graph: AuditGraph) -> None:
    """
    systems: [{id: order-chat}]
    telemetry:
      - {kind: alerts, asset: order-chat, at: 2026-08-10, fired: 900, actioned: 900}
      - {kind: alerts, asset: order-chat, at: 2026-09-10, fired: 30, actioned: 4}
      - {kind: alerts, asset: order-chat, at: 2026-09-24, fired: 20, actioned: 6}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(1 - 10 / 50)
    assert said.message == "only 10 of 50 alerts within a month led to action"
    assert len(said.evidence) == 2
    assert look(graph, limits=Limits(precision=0.1)) is None


def test_few_alerts_prove_nothing(graph: AuditGraph) -> None:
    """
    systems: [{id: order-chat}]
    telemetry: [{kind: alerts, asset: order-chat, at: 2026-09-10, fired: 19, actioned: 0}]
    """
    assert look(graph) == Unknown(("telemetry.alerts",))
    assert isinstance(look(graph, limits=Limits(least=10)), Hit)


def test_alerts_that_mostly_lead_to_action_are_clean(graph: AuditGraph) -> None:
    """
    systems: [{id: order-chat}]
    telemetry: [{kind: alerts, asset: order-chat, at: 2026-09-10, fired: 40, actioned: 20}]
    """
    assert look(graph) is None


def test_more_alerts_than_a_shift_can_bear_are_too_many_however_useful(graph: AuditGraph) -> None:
    """
    systems: [{id: order-chat}]
    telemetry: [{kind: alerts, asset: order-chat, at: 2026-09-10, fired: 40, actioned: 36, per_shift: 3.5}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.5)
    assert said.message == "up to 3.5 alerts in one shift"
    assert look(graph, limits=Limits(per_shift=4)) is None


def test_alerts_of_last_winter_say_nothing_about_today(graph: AuditGraph) -> None:
    """
    systems: [{id: order-chat}]
    telemetry: [{kind: alerts, asset: order-chat, at: 2026-01-10, fired: 40, actioned: 2}]
    """
    assert isinstance(look(graph), Unknown)


def test_what_alerts_led_to_must_be_known(graph: AuditGraph) -> None:
    """
    systems: [{id: order-chat}]
    telemetry: [{kind: alerts, asset: order-chat, at: 2026-09-10, fired: 40}]
    """
    assert isinstance(look(graph), Unknown)


def test_a_team_is_judged_by_the_alerts_filed_for_it(graph: AuditGraph) -> None:
    """
    teams: [{id: ops, on_call: yes}]
    telemetry: [{kind: alerts, asset: ops, at: 2026-09-10, fired: 40, actioned: 2}]
    """
    assert isinstance(look(graph, Team), Hit)


def test_a_team_without_anybody_on_call_is_not_applicable(graph: AuditGraph) -> None:
    """
    teams: [{id: research, on_call: no}]
    """
    assert look(graph, Team) == NotApplicable("nobody in it is on call")
