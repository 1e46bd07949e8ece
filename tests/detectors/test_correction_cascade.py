from __future__ import annotations

import pytest

from debtaudit.detectors.correction_cascade import Limits, correction_cascade
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, id_: str, limits: Limits | None = None) -> Verdict:
    model = graph.asset(id_)
    assert isinstance(model, Model)
    return correction_cascade.look(model, graph, limits or Limits())


def hit(said: Verdict) -> Hit:
    assert isinstance(said, Hit), said
    return said


def test_a_chain_is_told_on_its_last_corrector(graph: AuditGraph) -> None:
    """
    models:
      - {id: tone, status: production, trains_on: [letters]}
      - {id: escalation, status: production, corrects: [tone]}
      - {id: patch, status: production, corrects: [escalation]}
    """
    said = hit(look(graph, "patch"))
    assert said.severity == pytest.approx(0.8)
    assert said.message == "patch corrects escalation, which corrects tone"
    assert [each.id for each in said.involved] == ["escalation", "tone"]
    assert len(said.evidence) == 2
    assert look(graph, "escalation") is None
    assert look(graph, "tone") is None
    assert look(graph, "patch", Limits(depth=3)) is None


def test_two_correctors_of_one_model_weigh_more(graph: AuditGraph) -> None:
    """
    models:
      - {id: tone, status: production}
      - {id: by-day, status: production, corrects: [tone]}
      - {id: by-shop, status: production, corrects: [tone]}
    """
    said = hit(look(graph, "by-shop", Limits(depth=2)))
    assert said.severity == pytest.approx(0.5)
    assert said.message == "by-shop corrects tone; 2 models correct the same one"
    assert look(graph, "by-shop", Limits(depth=2, correctors=3)) is None


def test_predicting_the_same_from_another_models_answer_is_a_correction(graph: AuditGraph) -> None:
    """
    models:
      - {id: tone, status: production, task: sentiment, trains_on: [letters]}
      - {id: tone-2, status: production, task: Sentiment, calls: [tone]}
      - {id: urgency, status: production, task: urgency, calls: [tone]}
    """
    assert hit(look(graph, "tone-2")).severity == pytest.approx(0.4)
    assert look(graph, "urgency") is None


def test_a_model_that_takes_in_several_of_its_task_chooses_and_corrects_none(graph: AuditGraph) -> None:
    """
    models:
      - {id: a, task: intent, trains_on: [chats]}
      - {id: b, task: intent, trains_on: [chats]}
      - {id: router, status: production, task: intent, calls: [a, b]}
    """
    assert look(graph, "router") is None


def test_an_ensemble_built_in_one_go_is_no_cascade(graph: AuditGraph) -> None:
    """
    pipelines: [{id: train}, {id: train-2}]
    models:
      - {id: tone, built_by: [train]}
      - {id: stack, status: production, family: ensemble, corrects: [tone], built_by: [train]}
      - {id: apart, status: production, family: ensemble, corrects: [tone], built_by: [train-2]}
    """
    assert look(graph, "stack") is None
    assert isinstance(look(graph, "apart"), Hit)


def test_a_calibration_that_refits_itself_is_no_cascade(graph: AuditGraph) -> None:
    """
    models:
      - {id: tone, status: production}
      - {id: scale, status: production, task: calibration of tone, retraining: {policy: triggered}, corrects: [tone]}
      - {id: by-hand, status: production, task: calibration of tone, retraining: {policy: manual}, corrects: [tone]}
    """
    assert look(graph, "scale") is None
    assert isinstance(look(graph, "by-hand"), Hit)


def test_models_that_correct_one_another_are_told_once(graph: AuditGraph) -> None:
    """
    models:
      - {id: a, status: production, corrects: [b]}
      - {id: b, status: production, corrects: [a]}
    """
    assert isinstance(look(graph, "a"), Hit)
    assert look(graph, "b") is None


def test_a_retired_corrector_is_not_applicable_and_the_chain_ends_before_it(graph: AuditGraph) -> None:
    """
    models:
      - {id: tone, status: production, trains_on: [letters]}
      - {id: escalation, status: production, corrects: [tone]}
      - {id: patch, status: retired, corrects: [escalation]}
    """
    assert look(graph, "patch") == NotApplicable("it is not in service")
    assert isinstance(look(graph, "escalation"), Hit)


def test_a_model_whose_inputs_nobody_named_is_unknown_and_a_stated_none_is_clean(graph: AuditGraph) -> None:
    """
    models:
      - {id: silent, status: production}
      - {id: plain, status: production, corrects: none}
    """
    assert look(graph, "silent") == Unknown(("corrects",))
    assert look(graph, "plain") is None


def test_links_of_an_id_that_nobody_described_do_not_clear_it(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, calls: [bare, told]}]
    models: [{id: bare, trains_on: [letters]}, {id: told, family: tree, trains_on: [letters]}]
    datasets: [{id: letters}]
    """
    assert look(graph, "bare") == Unknown(("corrects",))
    assert look(graph, "told") is None


def test_missing_tasks_leave_open_whether_an_answer_is_corrected(graph: AuditGraph) -> None:
    """
    models:
      - {id: tone, status: production, trains_on: [letters]}
      - {id: next, status: production, task: sentiment, calls: [tone]}
    """
    assert look(graph, "next") == Unknown(("corrects", "tone:task"))


def test_of_models_that_correct_one_another_a_retired_one_does_not_report(graph: AuditGraph) -> None:
    """
    models:
      - {id: a, status: retired, corrects: [b]}
      - {id: b, status: production, corrects: [a]}
    """
    assert isinstance(look(graph, "b"), Hit)
