from __future__ import annotations

import pytest

from debtaudit.detectors.privacy_control_gap import Limits, privacy_control_gap
from debtaudit.domain.asset import Dataset, Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, id_: str) -> Verdict:
    asset = graph.asset(id_)
    assert isinstance(asset, (Dataset, Model))
    return privacy_control_gap.look(asset, graph, Limits())


def test_no_controls_and_no_end_add_up(graph: AuditGraph) -> None:
    """
    datasets: [{id: chats, personal_data: yes, privacy_controls: none, retention_days: none}]
    """
    said = look(graph, "chats")
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.7)
    assert said.evidence == ("privacy_controls", "retention_days")


def test_a_copy_that_leaves_controls_out_is_told_on_the_copy(graph: AuditGraph) -> None:
    """
    datasets:
      - {id: chats, personal_data: yes, privacy_controls: [role-access, deletion], retention_days: 400}
      - {id: chat-labels, personal_data: yes, privacy_controls: [role-access], retention_days: 400}
    pipelines: [{id: label-chats, reads: [chats], writes: [chat-labels]}]
    """
    said = look(graph, "chat-labels")
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.3)
    assert said.message == "a copy without deletion of chats"
    assert [each.id for each in said.involved] == ["chats"]
    assert look(graph, "chats") is None


def test_other_controls_may_be_as_good(graph: AuditGraph) -> None:
    """
    datasets:
      - {id: chats, personal_data: yes, privacy_controls: [role-access, deletion], retention_days: 400}
      - {id: chat-labels, personal_data: yes, privacy_controls: [role-access, pseudonymised], retention_days: 900}
    pipelines: [{id: label-chats, reads: [chats], writes: [chat-labels]}]
    """
    assert look(graph, "chat-labels") is None


def test_an_aggregate_without_persons_is_not_applicable(graph: AuditGraph) -> None:
    """
    datasets:
      - {id: chats, personal_data: yes, privacy_controls: [role-access], retention_days: 400}
      - {id: counts, personal_data: no}
    pipelines: [{id: count-chats, reads: [chats], writes: [counts]}]
    """
    assert look(graph, "counts") == NotApplicable("it holds no personal data")


def test_a_log_of_personal_inputs_needs_an_end(graph: AuditGraph) -> None:
    """
    datasets: [{id: chats, personal_data: yes, privacy_controls: [role-access], retention_days: 400}]
    models:
      - id: order-intent
        status: production
        trains_on: [chats]
        prediction_log: {enabled: yes, fields: [version, inputs, output], retention_days: none}
    """
    said = look(graph, "order-intent")
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.3)


def test_a_log_that_only_points_to_its_inputs_is_not_applicable(graph: AuditGraph) -> None:
    """
    datasets: [{id: chats, personal_data: yes}]
    models:
      - {id: order-intent, trains_on: [chats], prediction_log: {fields: [reference, output], retention_days: none}}
    """
    assert look(graph, "order-intent") == NotApplicable("no log of it keeps inputs")


def test_a_model_that_is_given_nothing_personal_is_not_applicable(graph: AuditGraph) -> None:
    """
    datasets: [{id: boxes, personal_data: no}]
    models: [{id: packing, trains_on: [boxes], prediction_log: {fields: [inputs], retention_days: none}}]
    """
    assert look(graph, "packing") == NotApplicable("it is given no personal data")


def test_whether_data_is_personal_is_asked_first(graph: AuditGraph) -> None:
    """
    datasets: [{id: chats, privacy_controls: none}]
    models: [{id: order-intent, trains_on: [chats], prediction_log: {fields: [inputs], retention_days: none}}]
    """
    said = look(graph, "chats")
    assert isinstance(said, Unknown)
    assert said.facts[0] == "personal_data"
    of_model = look(graph, "order-intent")
    assert isinstance(of_model, Unknown)
    assert of_model.facts == ("chats:personal_data",)
