from __future__ import annotations

import pytest

from debtaudit.detectors.missing_data_contract import Limits, missing_data_contract
from debtaudit.domain.asset import Dataset
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph
from tests.detectors.conftest import graph_of

GOOD = "schema: yes, validation: automated, freshness_sla_hours: 24, last_updated_at: 2026-09-30"


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [dataset] = graph.assets(Dataset)
    return missing_data_contract.look(dataset, graph, limits or Limits())


def mails(facts: str, status: str = "production") -> AuditGraph:
    return graph_of(f"models: [{{id: m, status: {status}, trains_on: [mails]}}]\ndatasets: [{{id: mails, {facts}}}]")


@pytest.mark.parametrize(
    ("facts", "severity"),
    [
        ("schema: none, validation: none, freshness_sla_hours: none", 0.9),
        ("schema: none, validation: automated, freshness_sla_hours: 24", 0.9),
        ("schema: yes, validation: none, freshness_sla_hours: 24", 0.6),
        ("schema: yes, validation: manual, freshness_sla_hours: 24", 0.5),
        ("schema: yes, validation: automated, freshness_sla_hours: none", 0.3),
        ("schema: yes, validation: automated, freshness_sla_hours: 24, last_updated_at: 2026-09-01", 0.6),
        ("schema: none, validation: automated, freshness_sla_hours: 24, last_updated_at: 2026-09-01", 0.9),
    ],
)
def test_the_worst_gap_decides(facts: str, severity: float) -> None:
    said = look(mails(facts))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(severity)
    assert [each.id for each in said.involved] == ["m"]


def test_a_schema_that_is_enforced_on_fresh_data_is_clean() -> None:
    assert look(mails(GOOD)) is None


def test_late_means_late_even_with_the_benefit_of_the_day() -> None:
    def last_updated(day: str) -> Verdict:
        return look(mails(f"schema: yes, validation: automated, freshness_sla_hours: 1, last_updated_at: {day}"))

    assert last_updated("2026-09-29") is None
    assert isinstance(last_updated("2026-09-28"), Hit)


def test_one_late_run_is_noise() -> None:
    facts = "schema: yes, validation: automated, freshness_sla_hours: 100, last_updated_at: 2026-09-22"
    assert look(mails(facts)) is None
    assert isinstance(look(mails(facts), Limits(late_factor=1)), Hit)


def test_data_stated_never_to_have_been_updated_is_late() -> None:
    facts = "schema: yes, validation: automated, freshness_sla_hours: 24, last_updated_at: none"
    assert isinstance(look(mails(facts)), Hit)


def test_a_frozen_copy_needs_no_freshness() -> None:
    frozen = "schema: yes, validation: automated, last_updated_at: 2024-01-01, snapshot_policy: frozen"
    assert look(mails(f"{frozen}, freshness_sla_hours: none")) is None
    assert look(mails(frozen)) is None


def test_data_of_an_experiment_is_not_applicable() -> None:
    assert look(mails("schema: none", status="experiment")) == NotApplicable("it feeds no model in service")


def test_data_that_nobody_links_to_is_unknown(graph: AuditGraph) -> None:
    """
    datasets: [{id: mails, schema: none}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert "trains_on" in said.facts


def test_rules_that_nobody_mentioned_are_unknown() -> None:
    said = look(mails("schema: yes"))
    assert isinstance(said, Unknown)
    assert said.facts == ("schema", "validation", "freshness_sla_hours")
