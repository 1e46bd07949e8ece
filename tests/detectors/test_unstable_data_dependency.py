from __future__ import annotations

import pytest

from debtaudit.detectors.unstable_data_dependency import Limits, unstable_data_dependency
from debtaudit.domain.asset import Dataset
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph
from tests.detectors.conftest import graph_of


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    dataset = next(iter(graph.assets(Dataset)))
    return unstable_data_dependency.look(dataset, graph, limits or Limits())


def orders(facts: str = "origin: internal, volatility: high", link: str = "contract: none, version_pin: none",
           owner: str = "inbox", more: str = "") -> AuditGraph:  # fmt: skip
    return graph_of(
        f"models: [{{id: m, owner: {owner}, status: production, trains_on: [{{id: orders, {link}}}]}}]\n"
        f"datasets: [{{id: orders, owner: platform, {facts}}}]\n{more}"
    )


@pytest.mark.parametrize(
    ("facts", "severity", "why"),
    [
        ("origin: internal, volatility: medium", 0.4, "its form and meaning move"),
        ("origin: internal, volatility: high", 0.6, "its form and meaning move"),
        ("origin: external, volatility: low", 0.6, "it comes from outside"),
        ("origin: scraped, volatility: high", 0.8, "it comes from outside"),
        ("origin: model_output, volatility: high", 0.8, "a model makes it"),
    ],
)
def test_severity_grows_with_what_makes_it_move(facts: str, severity: float, why: str) -> None:
    said = look(orders(facts))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(severity)
    assert why in said.message
    assert [each.id for each in said.involved] == ["m"]


@pytest.mark.parametrize("link", ["contract: tested", "contract: schema", "contract: none, version_pin: v3"])
def test_a_contract_or_a_fixed_version_clears_it(link: str) -> None:
    assert look(orders(link=link)) is None


def test_internal_data_that_hardly_moves_is_clean() -> None:
    assert look(orders("origin: internal, volatility: low")) is None


def test_the_links_own_pace_comes_before_that_of_the_dataset() -> None:
    assert look(orders(link="contract: none, volatility: low")) is None
    assert isinstance(look(orders("origin: internal, volatility: low", "contract: none, volatility: high")), Hit)


def test_the_same_team_at_both_ends_changes_its_own_data() -> None:
    assert look(orders(owner="platform")) is None


def test_an_incident_that_names_both_ends_makes_one_team_two() -> None:
    incident = "incidents: [{id: i-1, assets: [orders, m], detected_at: 2026-05-01T08:00:00Z, cause: human}]"
    assert isinstance(look(orders(owner="platform", more=incident)), Hit)


def test_a_feed_whose_changes_are_not_announced_moves(graph: AuditGraph) -> None:
    """
    models: [{id: m, owner: inbox, status: production, trains_on: [{id: rates, contract: none}]}]
    datasets: [{id: rates, owner: platform, origin: internal, volatility: low, reads: [feed]}]
    dependencies: [{id: feed, kind: data_feed, change_notice: no}]
    """
    assert isinstance(look(graph), Hit)


def test_terms_that_nobody_stated_are_unknown() -> None:
    said = look(orders(link="strength: 1"))
    assert isinstance(said, Unknown)
    assert said.facts == ("m:trains_on.contract",)


def test_an_incident_of_its_form_turns_unknown_into_present() -> None:
    broke = "incidents: [{id: i-1, assets: [orders], detected_at: 2026-05-01T08:00:00Z, cause: data}]"
    said = look(orders(link="strength: 1", more=broke))
    assert isinstance(said, Hit)
    assert "it broke 1 time within a year" in said.message
    assert isinstance(look(orders(link="strength: 1", more=broke), Limits(incident_boost=2)), Unknown)
    assert isinstance(look(orders(link="strength: 1", more=broke.replace("data", "infrastructure"))), Unknown)


def test_no_incident_turns_clean_into_present() -> None:
    broke = "incidents: [{id: i-1, assets: [orders], detected_at: 2026-05-01T08:00:00Z, cause: data}]"
    assert look(orders(link="contract: tested", more=broke)) is None


def test_a_reference_table_that_stands_still_is_not_applicable() -> None:
    facts = "origin: external, volatility: low, last_updated_at: 2024-05-01"
    assert isinstance(look(orders(facts)), NotApplicable)
    assert isinstance(look(orders(facts), Limits(still=3000)), Hit)
    assert isinstance(look(orders(f"{facts}, freshness_sla_hours: 24")), Hit)


def test_many_loose_readers_are_told_once(graph: AuditGraph) -> None:
    """
    models:
      - {id: a, owner: inbox, status: production, trains_on: [{id: orders, contract: none}]}
      - {id: b, owner: trust, status: production, reads: [{id: orders, contract: none}]}
      - {id: c, owner: trust, status: production, reads: [{id: orders, contract: tested}]}
    datasets: [{id: orders, owner: platform, origin: internal, volatility: high}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.message.startswith("a, b rest on it")


def test_a_pipeline_that_feeds_a_model_counts_and_one_that_feeds_a_screen_does_not(graph: AuditGraph) -> None:
    """
    models: [{id: m, owner: inbox, status: production, built_by: [training]}]
    pipelines:
      - {id: screen-load, owner: inbox, reads: [{id: orders, contract: none}]}
      - {id: training, owner: inbox, reads: [{id: orders, contract: tested}]}
    datasets: [{id: orders, owner: platform, origin: internal, volatility: high}]
    """
    assert look(graph) is None


def test_data_that_only_a_screen_reads_is_not_applicable(graph: AuditGraph) -> None:
    """
    systems: [{id: screen, owner: inbox, reads: [{id: orders, contract: none}]}]
    datasets: [{id: orders, owner: platform, origin: external, volatility: high}]
    """
    assert isinstance(look(graph), NotApplicable)


def test_a_test_set_that_nothing_reads_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, evaluation: {dataset: exam}}]
    datasets: [{id: exam}]
    """
    assert isinstance(look(graph), NotApplicable)


def test_data_from_outside_without_an_owner_is_another_partys(graph: AuditGraph) -> None:
    """
    models: [{id: m, owner: inbox, status: production, trains_on: [{id: rates, contract: none}]}]
    datasets: [{id: rates, origin: third_party}]
    """
    assert isinstance(look(graph), Hit)


def test_internal_data_without_an_owner_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, owner: inbox, status: production, trains_on: [{id: orders, contract: none}]}]
    datasets: [{id: orders, origin: internal, volatility: high}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert "owner" in said.facts


def test_a_dataset_without_links_is_unknown(graph: AuditGraph) -> None:
    """
    datasets: [{id: orders}]
    """
    said = look(graph)
    assert isinstance(said, Unknown)
    assert "links" in said.facts


def test_data_from_outside_that_nobody_here_owns_is_of_another_party(graph: AuditGraph) -> None:
    """
    models: [{id: m, owner: inbox, status: production, trains_on: [{id: rates, contract: none}]}]
    datasets: [{id: rates, owner: none, origin: third_party, volatility: high}]
    """
    assert isinstance(look(graph), Hit)
