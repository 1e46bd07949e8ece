from __future__ import annotations

import pytest

from debtaudit.detectors.missing_prediction_log import Limits, missing_prediction_log
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [model] = graph.assets(Model)
    return missing_prediction_log.look(model, graph, limits or Limits())


def test_no_log_is_severe_and_its_fields_are_not_counted_twice(graph: AuditGraph) -> None:
    """
    models: [{id: order-intent, status: production, prediction_log: none}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.9)
    assert said.evidence == ("prediction_log.enabled",)


def test_each_missing_field_adds_to_the_severity(graph: AuditGraph) -> None:
    """
    models:
      - id: order-intent
        status: production
        prediction_log: {enabled: yes, fields: [output, time], retention_days: 90}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(3 * 0.15 + 0.3)
    assert said.message == "its log lacks version, inputs or reference, request_id; its log is kept for 90 days only"


def test_a_keyed_reference_may_stand_for_the_inputs(graph: AuditGraph) -> None:
    """
    models:
      - id: order-intent
        status: production
        prediction_log: {fields: [version, reference, output, time, request_id], retention_days: 180}
    """
    assert look(graph) is None
    assert isinstance(look(graph, Limits(need=365)), Hit)


def test_a_log_that_is_never_deleted_is_kept_long_enough(graph: AuditGraph) -> None:
    """
    models:
      - id: order-intent
        status: production
        prediction_log: {enabled: yes, fields: [version, inputs, output, time, request_id], retention_days: none}
    """
    assert look(graph) is None


def test_a_log_about_which_nothing_more_is_said_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: order-intent, status: production, prediction_log: {enabled: yes}}]
    """
    assert look(graph) == Unknown(("prediction_log.fields", "prediction_log.retention_days"))


def test_an_experiment_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: idea, status: experiment, prediction_log: none}]
    """
    assert look(graph) == NotApplicable("it is not in service")
