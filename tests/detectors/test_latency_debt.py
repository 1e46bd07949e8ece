from __future__ import annotations

import pytest

from debtaudit.detectors.latency_debt import Limits, latency_debt
from debtaudit.domain.asset import Model, System
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph


def look(graph: AuditGraph, kind: type[Model | System] = System, limits: Limits | None = None) -> Verdict:
    [asset] = graph.assets(kind)
    return latency_debt.look(asset, graph, limits or Limits())


def test_slower_than_agreed_is_worse_the_slower_it_is(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, latency_slo_ms: 300}]
    telemetry: [{kind: latency, asset: shop, from: 2026-09-01, to: 2026-09-30, p95: 360}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx((360 / 300 - 1) * 2 + 0.3)
    assert said.message == "5 of 100 answers take longer than 360 ms, agreed are 300 ms"
    assert said.evidence[1] == "latency_slo_ms"


def test_a_kept_target_is_clean(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, latency_slo_ms: 300, customer_facing: yes}]
    telemetry: [{kind: latency, asset: shop, at: 2026-09-01, p95: 300}]
    """
    assert look(graph) is None


def test_a_target_that_nobody_measures_against_is_unknown(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, latency_slo_ms: 300, customer_facing: yes}]
    """
    assert look(graph) == Unknown(("telemetry.latency", "latency_slo_ms"))


def test_measurements_of_last_year_say_nothing_about_today(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, latency_slo_ms: 300}]
    telemetry: [{kind: latency, asset: shop, at: 2025-09-01, p95: 900}]
    """
    assert isinstance(look(graph), Unknown)
    assert isinstance(look(graph, limits=Limits(window=500)), Hit)


def test_growing_by_more_than_a_quarter_in_a_quarter_is_a_debt_before_the_target_breaks(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, latency_slo_ms: 300}]
    telemetry:
      - {kind: latency, asset: shop, at: 2026-03-31, p95: 400}
      - {kind: latency, asset: shop, at: 2026-06-30, p95: 200}
      - {kind: latency, asset: shop, at: 2026-08-31, p95: 280}
      - {kind: latency, asset: shop, at: 2026-09-30, p95: 260}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.4)
    assert said.message == "answers take 30% longer than on 2026-06-30"
    assert look(graph, limits=Limits(growth=0.4)) is None


def test_a_peak_is_compared_with_the_peak_before(graph: AuditGraph) -> None:
    """
    systems:
      - id: shop
        latency_slo_ms: 900
        peak_calendar: [{from: 2025-09-20, to: 2025-10-05, factor: 4}, {from: 2026-09-20, to: 2026-10-05, factor: 4}]
    telemetry:
      - {kind: latency, asset: shop, at: 2025-09-28, p95: 600}
      - {kind: latency, asset: shop, at: 2026-06-28, p95: 200}
      - {kind: latency, asset: shop, at: 2026-09-28, p95: 610}
    """
    assert look(graph) is None


def test_a_quiet_week_is_not_compared_with_a_peak(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, latency_slo_ms: 900, peak_calendar: [{from: 2026-06-20, to: 2026-07-05, factor: 4}]}]
    telemetry:
      - {kind: latency, asset: shop, at: 2026-06-10, p95: 200}
      - {kind: latency, asset: shop, at: 2026-06-30, p95: 700}
      - {kind: latency, asset: shop, at: 2026-09-28, p95: 300}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert "2026-06-10" in said.message


def test_customers_without_an_agreed_time_wait_as_long_as_it_takes(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, customer_facing: yes, latency_slo_ms: none}]
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.4)


def test_a_model_is_held_against_the_target_of_its_home(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, latency_slo_ms: 300}]
    models: [{id: recommender, status: production, system: shop}]
    telemetry: [{kind: latency, asset: recommender, at: 2026-09-28, p95: 330}]
    """
    said = look(graph, Model)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.5)
    [shop] = graph.assets(System)
    assert said.evidence[1] == (shop, "latency_slo_ms")


def test_a_missing_target_is_told_on_the_system_alone(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, customer_facing: yes, latency_slo_ms: none}]
    models: [{id: recommender, status: production, system: shop}]
    telemetry: [{kind: latency, asset: recommender, at: 2026-09-28, p95: 330}]
    """
    assert isinstance(look(graph), Hit)
    assert look(graph, Model) is None


def test_an_experiment_keeps_nobody_waiting(graph: AuditGraph) -> None:
    """
    models: [{id: idea, status: experiment}]
    telemetry: [{kind: latency, asset: idea, at: 2026-09-28, p95: 3300}]
    """
    assert look(graph, Model) == NotApplicable("it is not in service")
