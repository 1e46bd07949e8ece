from __future__ import annotations

import pytest

from debtaudit.detectors.opaque_model import Limits, opaque_model
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [model] = graph.assets(Model)
    return opaque_model.look(model, graph, limits or Limits())


def hit(said: Verdict) -> Hit:
    assert isinstance(said, Hit), said
    return said


def test_no_explanation_where_customers_are_concerned(graph: AuditGraph) -> None:
    """
    systems: [{id: chat, customer_facing: yes, calls: [m]}]
    models: [{id: m, status: production, family: llm, documentation: {explanations: none}}]
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(0.8)
    assert [each.id for each in said.involved] == ["chat"]


def test_an_explanation_of_the_whole_does_not_explain_a_decision(graph: AuditGraph) -> None:
    """
    systems: [{id: chat, regulatory_class: limited, calls: [m]}]
    models: [{id: m, status: production, family: neural, documentation: {explanations: global}}]
    """
    assert hit(look(graph)).severity == pytest.approx(0.5)


def test_predictions_that_cannot_be_replayed_make_it_worse(graph: AuditGraph) -> None:
    """
    systems: [{id: chat, criticality: 4, calls: [m]}]
    models:
      - id: m
        status: production
        family: neural
        documentation: {explanations: none}
        prediction_log: {enabled: yes, fields: [output, time]}
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(1.0)
    assert said.message == "none of its decisions can be explained, and single predictions cannot be replayed"


def test_where_nobody_asks_for_explanations_it_is_not_applicable(graph: AuditGraph) -> None:
    """
    systems: [{id: planner, customer_facing: no, regulatory_class: none, criticality: 3, calls: [m]}]
    models: [{id: m, status: production, family: neural, documentation: {explanations: none}}]
    """
    assert look(graph) == NotApplicable("no customer, law or critical system asks for explanations")
    assert isinstance(look(graph, Limits(criticality=3)), Hit)


def test_a_system_that_only_reads_data_about_the_answers_does_not_count(graph: AuditGraph) -> None:
    """
    systems:
      - {id: planner, customer_facing: no, regulatory_class: none, criticality: 1, calls: [m]}
      - {id: shop, customer_facing: yes, reads: [log]}
    models: [{id: m, status: production, family: llm, documentation: {explanations: none}, writes: [log]}]
    datasets: [{id: log}]
    """
    assert isinstance(look(graph), NotApplicable)


def test_a_readable_model_is_not_applicable(graph: AuditGraph) -> None:
    """
    systems: [{id: chat, customer_facing: yes, calls: [m]}]
    models: [{id: m, status: production, family: tree, documentation: {explanations: none}}]
    """
    assert look(graph) == NotApplicable("people can read it")


def test_explanations_that_nobody_mentioned_are_unknown(graph: AuditGraph) -> None:
    """
    systems: [{id: chat, customer_facing: yes, calls: [m]}]
    models: [{id: m, status: production, family: neural}]
    """
    assert look(graph) == Unknown(("documentation.explanations",))


def test_a_model_of_which_no_system_is_known_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, family: neural, documentation: {explanations: none}}]
    """
    assert look(graph) == Unknown(("system",))


def test_a_system_of_which_little_is_known_may_need_explanations(graph: AuditGraph) -> None:
    """
    systems: [{id: chat, customer_facing: no, calls: [m]}]
    models: [{id: m, status: production, family: neural, documentation: {explanations: none}}]
    """
    assert look(graph) == Unknown(("chat:regulatory_class", "chat:criticality"))
