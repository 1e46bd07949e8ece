from __future__ import annotations

import pytest

from debtaudit.detectors.untracked_lineage import Limits, untracked_lineage
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    model = graph.asset("m")
    assert isinstance(model, Model)
    return untracked_lineage.look(model, graph, limits or Limits())


def hit(graph: AuditGraph) -> Hit:
    said = look(graph)
    assert isinstance(said, Hit)
    return said


def test_training_data_that_is_stated_to_be_on_no_record_is_severe(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trains_on: none}]
    """
    assert hit(graph).severity == pytest.approx(0.7)
    assert hit(graph).evidence == ("trains_on",)


def test_knowing_the_inputs_of_today_is_not_knowing_the_training_data(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, family: tree, trains_on: none, uses: [age]}]
    features: [{id: age, dataset: visits}]
    datasets: [{id: visits, origin: internal}]
    """
    assert hit(graph).severity == pytest.approx(0.7)


def test_a_prompted_language_model_with_known_inputs_is_clean(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, family: llm, trains_on: none, reads: [mails]}]
    datasets: [{id: mails, origin: internal}]
    """
    assert look(graph) is None


def test_a_model_without_any_input_on_record_is_worse(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trains_on: none, uses: none, reads: none}]
    """
    assert hit(graph).severity == pytest.approx(0.8)


def test_records_that_end_in_what_models_made_lead_to_no_source(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trains_on: [scores]}]
    datasets: [{id: scores, origin: model_output}]
    """
    assert hit(graph).severity == pytest.approx(0.8)
    assert hit(graph).message == "its records lead back to no source of data"


def test_what_models_made_is_fine_when_its_own_sources_are_on_record(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trains_on: [scores]}, {id: other, writes: [scores], trains_on: [mails]}]
    datasets: [{id: scores, origin: model_output}, {id: mails, origin: internal}]
    """
    assert look(graph) is None


def test_a_source_behind_features_and_pipelines_is_on_record(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, built_by: [training]}]
    pipelines: [{id: training, reads: [age]}]
    features: [{id: age, dataset: visits}]
    datasets: [{id: visits, origin: external}]
    """
    assert look(graph) is None


def test_a_data_feed_is_a_source(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, reads: [rates-feed]}]
    dependencies: [{id: rates-feed, kind: data_feed}]
    """
    assert look(graph) is None


def test_a_record_that_breaks_off_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, uses: [age]}]
    features: [{id: age}]
    """
    assert isinstance(look(graph), Unknown)


def test_reads_that_were_seen_and_are_on_no_record_count_by_their_share(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trains_on: [mails]}]
    datasets: [{id: mails, origin: internal}, {id: orders, origin: internal}]
    telemetry:
      - {kind: calls, asset: mails, at: 2026-09-01, consumer: m, count: 900}
      - {kind: calls, asset: orders, at: 2026-09-01, consumer: m, count: 100}
    """
    said = hit(graph)
    assert said.severity == pytest.approx(0.5)
    assert said.message == "1 of 2 reads that were seen are not on record: orders"
    assert [each.id for each in said.involved] == ["orders"]
    assert look(graph, Limits(min_declared=0.5)) is None


def test_reads_of_the_pipeline_that_builds_it_count_too(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, built_by: [training]}]
    pipelines: [{id: training, reads: [{id: mails, declared: no, observed_calls_30d: 30}]}]
    datasets: [{id: mails, origin: internal}]
    """
    assert hit(graph).severity == pytest.approx(1.0)


def test_reads_that_were_seen_and_recorded_are_clean(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trains_on: [mails]}]
    datasets: [{id: mails, origin: internal}]
    telemetry: [{kind: calls, asset: mails, at: 2026-09-01, consumer: m, count: 900}]
    """
    assert look(graph) is None


def test_a_model_of_the_last_two_weeks_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, created_at: 2026-09-20, trains_on: none}]
    """
    assert isinstance(look(graph), Unknown)
    assert isinstance(look(graph, Limits(settling=5)), Hit)


def test_an_external_model_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, family: external, trains_on: none}]
    """
    assert isinstance(look(graph), NotApplicable)


def test_hand_written_rules_are_trained_on_nothing(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, family: rules, trains_on: none, reads: [orders]}]
    datasets: [{id: orders, origin: internal}]
    """
    assert look(graph) is None


def test_training_data_that_nobody_mentioned_is_unknown(graph: AuditGraph) -> None:
    """
    systems: [{id: chat, calls: [m]}]
    models: [{id: m, status: production}]
    """
    assert look(graph) == Unknown(("trains_on",))


def test_data_of_which_nobody_said_where_it_comes_from_may_be_what_models_made(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trains_on: [mails]}]
    datasets: [{id: mails}]
    """
    assert look(graph) == Unknown(("trains_on", "mails:origin"))
