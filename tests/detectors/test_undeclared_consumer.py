from __future__ import annotations

import pytest

from debtaudit.detectors.undeclared_consumer import Limits, undeclared_consumer
from debtaudit.domain.asset import Dataset, Model
from debtaudit.domain.link import Link
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    assets: list[Model | Dataset] = [*graph.assets(Model), *graph.assets(Dataset)]
    [asset] = assets
    return undeclared_consumer.look(asset, graph, limits or Limits())


def hit(said: Verdict) -> Hit:
    assert isinstance(said, Hit), said
    return said


def test_a_caller_that_only_telemetry_knows_weighs_by_its_share_of_the_calls(graph: AuditGraph) -> None:
    """
    systems: [{id: inbox, calls: [tone]}, {id: mailer}]
    models: [{id: tone, status: production, access: per_consumer}]
    telemetry:
      - {kind: calls, asset: tone, from: 2026-09-01, to: 2026-09-30, consumer: inbox, count: 900}
      - {kind: calls, asset: tone, from: 2026-09-01, to: 2026-09-30, consumer: mailer, count: 100}
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(0.6)
    assert said.message == "nobody agreed to calls by mailer: 10% of all calls"
    assert [each.id for each in said.involved] == ["mailer"]
    assert len(said.evidence) == 1


def test_a_caller_that_is_no_asset_at_all_is_seen_too(graph: AuditGraph) -> None:
    """
    models: [{id: tone, status: production, declared_consumers: []}]
    telemetry: [{kind: calls, asset: tone, at: 2026-09-29, consumer: somebody, count: 40}]
    """
    said = hit(look(graph))
    assert said.severity == 1.0
    assert said.involved == ()


def test_a_few_calls_are_a_trial_and_old_calls_say_nothing(graph: AuditGraph) -> None:
    """
    models: [{id: tone, status: production, access: per_consumer}]
    telemetry:
      - {kind: calls, asset: tone, at: 2026-09-29, consumer: curious, count: 9}
      - {kind: calls, asset: tone, at: 2026-06-29, consumer: gone, count: 9000}
    """
    assert look(graph) is None
    assert "curious" in hit(look(graph, Limits(least_calls=5))).message
    assert "gone" in hit(look(graph, Limits(window=120))).message


def test_accounts_that_the_owner_lists_are_no_strangers(graph: AuditGraph) -> None:
    """
    models: [{id: tone, status: production, declared_consumers: [probe]}]
    telemetry: [{kind: calls, asset: tone, at: 2026-09-29, consumer: probe, count: 90000}]
    """
    assert look(graph) is None


def test_a_link_that_says_declared_no_is_an_undeclared_reader(graph: AuditGraph) -> None:
    """
    systems: [{id: mailer, calls: [{id: tone, declared: no}]}]
    models: [{id: tone, status: production, access: per_consumer}]
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(0.5)
    assert isinstance(said.evidence[0], Link)
    assert [each.id for each in said.involved] == ["mailer"]


def test_an_undeclared_reader_that_hardly_calls_is_a_trial(graph: AuditGraph) -> None:
    """
    systems: [{id: mailer, calls: [{id: tone, declared: no, observed_calls_30d: 3}]}]
    models: [{id: tone, status: production, access: per_consumer}]
    """
    assert look(graph) is None


def test_a_reader_missing_from_the_owners_list_is_undeclared(graph: AuditGraph) -> None:
    """
    systems:
      - {id: crm, calls: [churn]}
      - {id: pricing, reads: [churn]}
      - {id: agreed, reads: [{id: churn, declared: yes}]}
    models: [{id: churn, status: production, system: crm, declared_consumers: [crm]}]
    """
    assert hit(look(graph)).message == "nobody agreed to reading by pricing"


def test_a_dataset_may_have_undeclared_readers_but_its_features_and_maker_are_part_of_it(graph: AuditGraph) -> None:
    """
    pipelines: [{id: copy, reads: [orders]}, {id: load, reads: [orders], writes: [orders]}]
    features: [{id: basket, dataset: orders}]
    datasets: [{id: orders, declared_consumers: []}]
    """
    assert hit(look(graph)).message == "nobody agreed to reading by copy"


def test_open_access_without_an_access_log_is_a_debt(graph: AuditGraph) -> None:
    """
    systems: [{id: inbox, calls: [tone]}]
    models: [{id: tone, status: production, access: open, declared_consumers: [inbox]}]
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(0.5)
    assert said.evidence == ("access",)


def test_an_access_log_in_which_everybody_is_known_clears_open_access(graph: AuditGraph) -> None:
    """
    systems: [{id: inbox, calls: [tone]}]
    models: [{id: tone, status: production, access: open, declared_consumers: [inbox]}]
    telemetry: [{kind: calls, asset: tone, at: 2026-09-29, consumer: inbox, count: 900}]
    """
    assert look(graph) is None


def test_readers_of_a_model_that_declares_nothing_are_unknown(graph: AuditGraph) -> None:
    """
    systems: [{id: inbox, calls: [tone]}]
    models: [{id: tone, status: production}]
    """
    assert look(graph) == Unknown(("declared_consumers", "access"))


def test_a_reader_of_the_same_team_needs_no_agreement(graph: AuditGraph) -> None:
    """
    systems: [{id: inbox, owner: inbox-team, calls: [tone]}]
    models: [{id: tone, owner: inbox-team, status: production}]
    """
    assert look(graph) is None


def test_a_retired_model_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: tone, status: retired, access: open}]
    """
    assert isinstance(look(graph), NotApplicable)


def test_measured_calls_show_that_a_model_said_to_be_retired_still_serves(graph: AuditGraph) -> None:
    """
    models: [{id: tone, status: retired, declared_consumers: []}]
    telemetry: [{kind: calls, asset: tone, at: 2026-09-29, consumer: somebody, count: 40}]
    """
    assert isinstance(look(graph), Hit)
