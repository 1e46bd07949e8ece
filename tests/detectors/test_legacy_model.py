from __future__ import annotations

import pytest

from debtaudit.detectors.legacy_model import Limits, legacy_model
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, limits: Limits | None = None, id_: str = "m") -> Verdict:
    model = graph.asset(id_)
    assert isinstance(model, Model)
    return legacy_model.look(model, graph, limits or Limits())


def hit(said: Verdict) -> Hit:
    assert isinstance(said, Hit), said
    return said


def test_a_deprecated_model_with_consumers_is_worse_the_more_there_are(graph: AuditGraph) -> None:
    """
    systems: [{id: a, calls: [m]}, {id: b, calls: [m]}]
    pipelines: [{id: old, status: retired, calls: [m]}]
    models: [{id: m, status: deprecated}]
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(0.8)
    assert said.message == "it is deprecated, yet a, b still use it"
    assert [each.id for each in said.involved] == ["a", "b"]


def test_a_deprecated_model_that_nobody_live_uses_is_not_in_service_for_age(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: deprecated, trained_at: 2020-01-01, maintainers: none, trains_on: [d]}]
    datasets: [{id: d}]
    """
    assert look(graph) is None


def test_a_deprecated_model_without_any_links_may_have_consumers(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: deprecated}]
    """
    assert isinstance(look(graph), Unknown)


def test_twice_the_planned_life_is_abandonment(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trained_at: 2025-09-30, expected_life_days: 146, maintainers: [ana]}]
    """
    said = hit(look(graph))
    assert said.severity == pytest.approx(2.5 / 4)
    assert said.message == "it was trained 365 days ago, 2.5 times its planned life of 146 days"
    assert look(graph, Limits(life_factor=3)) is None


def test_without_a_plan_the_interval_or_a_year_is_the_life(graph: AuditGraph) -> None:
    """
    models:
      - {id: m, status: production, trained_at: 2026-03-01, retraining: {interval_days: 100}, maintainers: [ana]}
      - {id: weekly, status: production, trained_at: 2026-08-01, retraining: {interval_days: 7}, maintainers: [ana]}
      - {id: unplanned, status: production, trained_at: 2024-01-01, maintainers: [ana]}
    """
    assert hit(look(graph)).severity == pytest.approx(213 / 100 / 4)
    assert look(graph, id_="weekly") is None
    assert isinstance(look(graph, Limits(least_life=7), "weekly"), Hit)
    assert hit(look(graph, id_="unplanned")).severity == pytest.approx(1003 / 365 / 4)


def test_nobody_looking_after_a_serving_model_is_a_debt(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, trained_at: 2026-09-01, maintainers: none}]
    """
    assert hit(look(graph)).severity == pytest.approx(0.8)


def test_a_calm_model_whose_quality_was_measured_lately_counts_half(graph: AuditGraph) -> None:
    """
    models:
      - id: m
        status: production
        volatility: low
        trained_at: 2022-01-01
        maintainers: [ana]
        monitoring: {quality: {level: manual, last_run_at: 2026-08-01}}
    """
    assert hit(look(graph)).severity == pytest.approx(0.5)
    assert hit(look(graph, Limits(checked=30))).severity == pytest.approx(1.0)


def test_rules_do_not_age(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production, family: rules, trained_at: 2015-01-01, maintainers: [ana]}]
    """
    assert look(graph) is None


def test_a_model_from_outside_that_we_never_trained_does_not_age_here(graph: AuditGraph) -> None:
    """
    models:
      - {id: m, status: production, family: external, trained_at: none, maintainers: [ana]}
      - {id: own, status: production, family: tree, trained_at: none, maintainers: [ana]}
    """
    assert look(graph) is None
    assert hit(look(graph, id_="own")).message == "it serves, and no training of it is on record"


def test_a_retired_model_is_not_applicable(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: retired, trained_at: 2015-01-01}]
    """
    assert look(graph) == NotApplicable("it is not in service")


def test_an_age_nobody_stated_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production}]
    """
    assert look(graph) == Unknown(("trained_at", "maintainers"))
