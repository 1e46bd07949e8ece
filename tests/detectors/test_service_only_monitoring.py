from __future__ import annotations

import pytest

from debtaudit.detectors.service_only_monitoring import Limits, service_only_monitoring
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [model] = graph.assets(Model)
    return service_only_monitoring.look(model, graph, limits or Limits())


def test_two_unwatched_kinds_of_three_are_a_blind_model(graph: AuditGraph) -> None:
    """
    models:
      - id: order-intent
        status: production
        monitoring: {service: automated, inputs: none, outputs: none, quality: manual, slices: none, numeric: manual}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(3 / 5)
    assert said.message == "nobody watches its inputs, predictions, quality by group"
    assert said.evidence == ("monitoring.inputs", "monitoring.outputs", "monitoring.slices")
    assert look(graph, Limits(missing=3)) is None


def test_nothing_watched_at_all_is_as_bad_as_it_gets(graph: AuditGraph) -> None:
    """
    models: [{id: order-intent, status: production, monitoring: none}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(1)
    assert "not even watched whether it answers" in said.message


def test_one_gap_is_left_to_the_debt_that_is_about_it(graph: AuditGraph) -> None:
    """
    models:
      - id: order-intent
        status: production
        monitoring: {service: none, inputs: manual, outputs: manual, quality: none}
    """
    assert look(graph) is None


def test_two_gaps_are_enough_whatever_the_third_kind_is(graph: AuditGraph) -> None:
    """
    models: [{id: order-intent, status: shadow, monitoring: {inputs: none, quality: none}}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(2 / 5)


def test_two_kinds_that_nobody_mentioned_are_asked_for(graph: AuditGraph) -> None:
    """
    models: [{id: order-intent, status: production, monitoring: {service: automated, quality: none}}]
    """
    assert look(graph) == Unknown(("monitoring.inputs", "monitoring.outputs"))


def test_an_experiment_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: idea, status: experiment, monitoring: none}]
    """
    assert look(graph) == NotApplicable("it is not in service")
