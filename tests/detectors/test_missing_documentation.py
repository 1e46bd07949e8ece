from __future__ import annotations

import pytest

from debtaudit.detectors.missing_documentation import Limits, missing_documentation
from debtaudit.domain.asset import Dataset, Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    assets: list[Model | Dataset] = [*graph.assets(Model), *graph.assets(Dataset)]
    [asset] = assets
    return missing_documentation.look(asset, graph, limits or Limits())


def hit(said: Verdict) -> Hit:
    assert isinstance(said, Hit), said
    return said


def test_a_model_without_a_card(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, documentation: {card_updated_at: none, change_log: no}}]
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(0.8)
    assert said.message == "it has no card; its changes are not recorded"


def test_a_card_older_than_the_version_in_service(graph: AuditGraph) -> None:
    """
    models:
      - {id: m, status: production, trained_at: 2026-05-01,
         documentation: {card_updated_at: 2026-03-01, change_log: yes}}
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(0.4)
    assert said.message == "its card of 2026-03-01 is older than the version of 2026-05-01"
    assert look(graph, Limits(lag=90)) is None


def test_changes_that_nobody_records(graph: AuditGraph) -> None:
    """
    models:
      - {id: m, status: production, trained_at: 2026-05-01,
         documentation: {card_updated_at: 2026-05-01, change_log: no}}
    """
    assert hit(look(graph)).severity == pytest.approx(0.4)


def test_the_card_of_rules_does_not_age(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, family: rules, documentation: {card_updated_at: 2020-03-01, change_log: yes}}]
    """
    assert look(graph) is None


def test_a_dataset_without_a_datasheet(graph: AuditGraph) -> None:
    """
    datasets: [{id: d, datasheet_updated_at: none}]
    """
    assert hit(look(graph)).severity == pytest.approx(0.8)


def test_a_datasheet_of_two_years_ago(graph: AuditGraph) -> None:
    """
    datasets: [{id: d, datasheet_updated_at: 2024-09-30}]
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(0.4)
    assert said.message == "its datasheet was last looked at on 2024-09-30"
    assert look(graph, Limits(max_age=1000)) is None


def test_a_model_out_of_service_needs_no_card(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: experiment, documentation: none}]
    """
    assert look(graph) == NotApplicable("it is not in service")


def test_a_card_that_nobody_mentioned_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trained_at: 2026-05-01, documentation: {change_log: yes}}]
    """
    assert look(graph) == Unknown(("documentation.card_updated_at", "trained_at"))


def test_a_training_day_that_nobody_mentioned_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, documentation: {card_updated_at: 2026-05-01, change_log: yes}}]
    """
    assert look(graph) == Unknown(("trained_at",))
