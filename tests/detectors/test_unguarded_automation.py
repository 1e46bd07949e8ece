from __future__ import annotations

import pytest

from debtaudit.detectors.unguarded_automation import Limits, unguarded_automation
from debtaudit.domain.asset import Model, System
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, kind: type[Model | System] = System, limits: Limits | None = None) -> Verdict:
    [asset] = graph.assets(kind)
    return unguarded_automation.look(asset, graph, limits or Limits())


def test_no_fallback_and_no_stop_add_up(graph: AuditGraph) -> None:
    """
    systems: [{id: checkout, automated_actions: yes, fallback: none, human_oversight: none, criticality: 5}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.6)
    assert said.evidence == ("automated_actions", "fallback", "human_oversight", "criticality")


def test_a_minor_system_needs_no_person_at_the_switch(graph: AuditGraph) -> None:
    """
    systems: [{id: banners, automated_actions: yes, fallback: manual, human_oversight: none, criticality: 3}]
    """
    assert look(graph) is None
    assert isinstance(look(graph, limits=Limits(criticality=3)), Hit)


def test_a_system_whose_decisions_people_carry_out_is_not_applicable(graph: AuditGraph) -> None:
    """
    systems: [{id: review-desk, automated_actions: no, fallback: none, human_oversight: none, criticality: 5}]
    """
    assert look(graph) == NotApplicable("a person carries out what it decides")


def test_a_fallback_that_nobody_mentioned_is_asked_for(graph: AuditGraph) -> None:
    """
    systems: [{id: checkout, automated_actions: yes, human_oversight: sampled}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert "fallback" in said.facts


def test_a_threshold_that_may_act_without_bounds_is_told_on_its_model(graph: AuditGraph) -> None:
    """
    systems:
      - {id: checkout, automated_actions: yes, fallback: automated, human_oversight: sampled, calls: [fraud-score]}
    models:
      - {id: fraud-score, status: production, thresholds: [{name: decline, value: 0.8, action_limit: none}]}
    """
    said = look(graph, Model)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.4)
    assert said.message == "no limit on the actions that follow from decline"
    assert [each.id for each in said.involved] == ["checkout"]
    assert look(graph) is None


def test_a_model_without_thresholds_sets_off_nothing(graph: AuditGraph) -> None:
    """
    systems: [{id: checkout, automated_actions: yes, calls: [fraud-score]}]
    models: [{id: fraud-score, status: production, thresholds: none}]
    """
    assert look(graph, Model) == NotApplicable("no threshold of it sets off an action")


def test_an_undo_in_words_is_a_limit(graph: AuditGraph) -> None:
    """
    systems: [{id: checkout, automated_actions: yes, calls: [fraud-score]}]
    models:
      - id: fraud-score
        status: production
        thresholds: [{name: hold, value: 0.6, action_limit: released by itself after an hour}]
    """
    assert look(graph, Model) is None


def test_a_model_whose_answer_only_informs_is_not_applicable(graph: AuditGraph) -> None:
    """
    systems: [{id: review-desk, automated_actions: no, calls: [fraud-score]}]
    models: [{id: fraud-score, status: production, thresholds: [{name: hold, action_limit: none}]}]
    """
    assert look(graph, Model) == NotApplicable("no system acts on its answer by itself")


def test_a_model_without_links_is_asked_for_its_system(graph: AuditGraph) -> None:
    """
    models: [{id: fraud-score, status: production, thresholds: [{name: hold, action_limit: none}]}]
    """
    assert look(graph, Model) == Unknown(("system",))


def test_a_system_that_does_not_say_whether_it_acts_is_asked(graph: AuditGraph) -> None:
    """
    systems: [{id: checkout, calls: [fraud-score]}]
    models: [{id: fraud-score, status: production, thresholds: [{name: hold, action_limit: none}]}]
    """
    assert look(graph, Model) == Unknown(("checkout:automated_actions",))
