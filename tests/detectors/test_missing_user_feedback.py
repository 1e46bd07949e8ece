from __future__ import annotations

import pytest

from debtaudit.detectors.missing_user_feedback import Limits, missing_user_feedback
from debtaudit.domain.asset import Model, System
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, kind: type[System | Model] = System, limits: Limits | None = None) -> Verdict:
    [asset] = graph.assets(kind)
    return missing_user_feedback.look(asset, graph, limits or Limits())


def test_a_missing_channel_is_told_once_and_alone(graph: AuditGraph) -> None:
    """
    systems: [{id: order-chat, customer_facing: yes, feedback: none}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.8)
    assert said.evidence == ("feedback.channel",)


def test_complaints_that_no_model_hears_of_are_half_lost(graph: AuditGraph) -> None:
    """
    systems:
      - id: order-chat
        customer_facing: yes
        feedback: {channel: support, linked_to_model: no, reviewed_at: 2026-09-20}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.5)


def test_feedback_that_nobody_reads_for_a_quarter_is_a_debt(graph: AuditGraph) -> None:
    """
    systems:
      - id: order-chat
        customer_facing: yes
        feedback: {channel: thumbs, linked_to_model: yes, reviewed_at: 2026-05-20}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.3)
    assert look(graph, limits=Limits(review=180)) is None


def test_an_internal_tool_may_use_the_support_queue(graph: AuditGraph) -> None:
    """
    systems: [{id: order-desk, customer_facing: no, feedback: none}]
    """
    assert look(graph) == NotApplicable("no customer touches it")


def test_a_system_that_says_nothing_of_its_customers_is_unknown(graph: AuditGraph) -> None:
    """
    systems: [{id: order-chat, feedback: none}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert said.facts[0] == "customer_facing"


def test_a_model_repeats_nothing_that_its_system_tells(graph: AuditGraph) -> None:
    """
    systems: [{id: order-chat, customer_facing: yes, feedback: none, calls: [order-intent]}]
    models: [{id: order-intent, status: production}]
    """
    assert isinstance(look(graph), Hit)
    assert isinstance(look(graph, Model), NotApplicable)


def test_a_model_without_links_is_asked_for_its_system(graph: AuditGraph) -> None:
    """
    models: [{id: order-intent, status: production}]
    """
    assert look(graph, Model) == Unknown(("system",))
