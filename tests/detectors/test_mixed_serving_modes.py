from __future__ import annotations

import pytest

from debtaudit.detectors.mixed_serving_modes import Limits, mixed_serving_modes
from debtaudit.domain.asset import Model, System
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None, kind: type[Model | System] = Model) -> Verdict:
    [asset] = graph.assets(kind)
    return mixed_serving_modes.look(asset, graph, limits or Limits())


def test_each_mode_and_each_difference_adds_to_the_severity(graph: AuditGraph) -> None:
    """
    models:
      - id: recommender
        status: production
        serving: {modes: [realtime, batch, edge], shared_code: no, same_monitoring: no}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(min(1, 2 * 0.3 + 0.2 + 0.2))
    assert said.message == "3 modes run code of their own; 3 modes are not watched alike"
    assert look(graph, Limits(modes=4)) is None


def test_two_modes_watched_differently_are_mixed(graph: AuditGraph) -> None:
    """
    models:
      - id: recommender
        status: production
        serving: {modes: [realtime, batch], shared_code: yes, same_monitoring: no}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.5)


def test_modes_of_different_versions_are_mixed(graph: AuditGraph) -> None:
    """
    models:
      - id: recommender
        status: production
        serving: {modes: [realtime, batch], shared_code: yes, same_monitoring: yes}
    systems:
      - {id: shop, calls: [{id: recommender, version_pin: v3}]}
      - {id: mails, calls: [{id: recommender, version_pin: v2}]}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.5)
    assert said.message == "2 modes, and versions v2 and v3 are in use"


def test_one_package_behind_two_triggers_is_fine(graph: AuditGraph) -> None:
    """
    models:
      - id: recommender
        status: production
        serving: {modes: [realtime, batch], shared_code: yes, same_monitoring: yes}
    """
    assert look(graph) is None


def test_one_mode_cannot_disagree_with_itself(graph: AuditGraph) -> None:
    """
    models: [{id: recommender, status: production, serving: {modes: [batch], shared_code: no}}]
    """
    assert look(graph) is None


def test_two_modes_without_a_word_on_their_code_are_asked_about(graph: AuditGraph) -> None:
    """
    models: [{id: recommender, status: production, serving: {modes: [realtime, batch], same_monitoring: yes}}]
    systems: [{id: shop, calls: [recommender]}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert "serving.shared_code" in said.facts
    system = look(graph, kind=System)
    assert isinstance(system, Unknown)
    assert "recommender:serving.shared_code" in system.facts


def test_a_system_repeats_nothing_that_its_models_tell(graph: AuditGraph) -> None:
    """
    models: [{id: recommender, status: production, serving: {modes: [realtime, batch], shared_code: no}}]
    systems: [{id: shop, calls: [recommender]}]
    """
    assert isinstance(look(graph), Hit)
    assert isinstance(look(graph, kind=System), NotApplicable)


def test_a_retired_model_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: recommender, status: retired, serving: {modes: [realtime, batch], shared_code: no}}]
    """
    assert look(graph) == NotApplicable("it is not in service")
