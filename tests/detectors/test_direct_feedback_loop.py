from __future__ import annotations

import pytest

from debtaudit.detectors.direct_feedback_loop import Limits, direct_feedback_loop
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, id_: str = "ranker", limits: Limits | None = None) -> Verdict:
    model = graph.asset(id_)
    assert isinstance(model, Model)
    return direct_feedback_loop.look(model, graph, limits or Limits())


def hit(said: Verdict) -> Hit:
    assert isinstance(said, Hit), said
    return said


def test_learning_from_what_one_brought_about_is_a_loop(graph: AuditGraph) -> None:
    """
    systems: [{id: widgets, calls: [ranker], influences: [clicks]}]
    models: [{id: ranker, status: production, trains_on: [clicks]}]
    datasets: [{id: clicks}]
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(0.5)
    assert said.message == "it learns from what it brings about: ranker -> widgets -> clicks -> ranker"
    assert [each.id for each in said.involved] == ["widgets", "clicks"]
    assert len(said.evidence) == 3


def test_acting_alone_and_leaving_nothing_to_chance_make_it_worse(graph: AuditGraph) -> None:
    """
    systems: [{id: widgets, calls: [ranker], automated_actions: yes, influences: [clicks]}]
    models: [{id: ranker, status: production, trains_on: [clicks], exploration_share: 0}]
    datasets: [{id: clicks}]
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(1.0)
    assert "exploration_share" in said.evidence


def test_the_home_of_a_model_acts_even_if_the_effect_is_written_on_the_model(graph: AuditGraph) -> None:
    """
    systems: [{id: widgets, automated_actions: yes}]
    models: [{id: ranker, system: widgets, status: production, trains_on: [clicks], influences: [clicks]}]
    datasets: [{id: clicks}]
    """
    assert hit(look(graph)).severity == pytest.approx(0.8)


def test_the_way_may_lead_over_other_tables_and_pipelines(graph: AuditGraph) -> None:
    """
    models: [{id: ranker, status: production, system: widgets, built_by: [train]}]
    systems: [{id: widgets, influences: [shop]}, {id: shop}]
    pipelines: [{id: load, reads: [shop], writes: [clicks]}, {id: train, reads: [clicks]}]
    datasets: [{id: clicks}]
    """
    assert hit(look(graph)).message.endswith("ranker -> widgets -> shop -> load -> clicks -> train -> ranker")


def test_learning_from_records_of_the_own_output_is_a_loop(graph: AuditGraph) -> None:
    """
    models:
      - {id: ranker, status: production, trains_on: [scores], writes: [scores]}
    datasets: [{id: scores, origin: model_output}]
    """
    assert isinstance(look(graph), Hit)


def test_a_record_of_what_customers_did_is_no_echo(graph: AuditGraph) -> None:
    """
    systems: [{id: widgets, calls: [ranker], influences: none, writes: [orders]}]
    models: [{id: ranker, status: production, trains_on: [orders]}]
    datasets: [{id: orders, origin: internal}]
    """
    assert look(graph) is None


def test_a_share_left_to_chance_breaks_the_loop(graph: AuditGraph) -> None:
    """
    systems: [{id: widgets, calls: [ranker], influences: [clicks]}]
    models: [{id: ranker, status: production, trains_on: [clicks], exploration_share: 2%}]
    datasets: [{id: clicks}]
    """
    assert look(graph) is None
    assert isinstance(look(graph, limits=Limits(exploration=0.05)), Hit)


def test_labels_made_blind_to_the_score_break_the_loop(graph: AuditGraph) -> None:
    """
    systems: [{id: widgets, calls: [ranker], influences: [clicks]}]
    models: [{id: ranker, status: production, trains_on: [clicks], exploration_share: none}]
    datasets: [{id: clicks, label_process: two readers who are blind to the score}]
    """
    assert look(graph) is None


def test_an_answer_can_tell_that_the_loop_is_broken(graph: AuditGraph) -> None:
    """
    systems: [{id: widgets, calls: [ranker], influences: [clicks]}]
    models: [{id: ranker, status: production, trains_on: [clicks]}]
    datasets: [{id: clicks}]
    answers: [{question: q-feedback-loop, asset: ranker, level: 3, at: 2026-08-01}]
    """
    assert look(graph) is None


def test_a_loop_that_teaches_a_second_model_is_a_hidden_one(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, calls: [ranker], influences: [demand]}, {id: depot, calls: [stock], influences: [sales]}]
    models:
      - {id: ranker, status: production, trains_on: [sales]}
      - {id: stock, status: production, trains_on: [demand]}
    datasets: [{id: demand}, {id: sales}]
    """
    assert look(graph) is None
    assert look(graph, "stock") is None


def test_a_model_that_only_passes_the_answer_on_is_part_of_the_loop(graph: AuditGraph) -> None:
    """
    systems: [{id: widgets, calls: [blend], influences: [clicks]}]
    models: [{id: ranker, status: production, trains_on: [clicks]}, {id: blend, status: production, calls: [ranker]}]
    datasets: [{id: clicks}]
    """
    assert isinstance(look(graph), Hit)
    assert not isinstance(look(graph, "blend"), Hit)


def test_rules_and_models_out_of_service_are_not_applicable(graph: AuditGraph) -> None:
    """
    systems: [{id: widgets, calls: [ranker], influences: [clicks]}]
    models:
      - {id: ranker, status: production, family: rules, trains_on: [clicks]}
      - {id: idea, status: experiment, trains_on: [clicks]}
    datasets: [{id: clicks}]
    """
    assert look(graph) == NotApplicable("it learns nothing here")
    assert look(graph, "idea") == NotApplicable("it is not in service")


def test_effects_that_nobody_stated_are_unknown(graph: AuditGraph) -> None:
    """
    systems: [{id: widgets, calls: [ranker]}]
    models: [{id: ranker, status: production, trains_on: [clicks]}]
    datasets: [{id: clicks}]
    """
    assert look(graph) == Unknown(("influences", "widgets:influences"))


def test_effects_on_a_model_whose_training_nobody_stated_are_unknown(graph: AuditGraph) -> None:
    """
    systems: [{id: widgets, calls: [ranker], influences: [clicks]}]
    models: [{id: ranker, status: production}]
    datasets: [{id: clicks}]
    """
    assert look(graph) == Unknown(("trains_on",))


def test_a_model_that_states_to_change_nothing_is_clean(graph: AuditGraph) -> None:
    """
    systems: [{id: widgets, calls: [ranker]}]
    models: [{id: ranker, status: production, trains_on: [clicks], influences: none}]
    datasets: [{id: clicks}]
    """
    assert look(graph) is None
