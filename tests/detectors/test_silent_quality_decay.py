from __future__ import annotations

import pytest

from debtaudit.detectors.silent_quality_decay import Limits, silent_quality_decay
from debtaudit.domain.asset import Model
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph
from tests.detectors.conftest import graph_of

FALLING = (0.88, 0.87, 0.86, 0.85, 0.84, 0.82, 0.80, 0.78)
STEADY = (0.88, 0.87, 0.88, 0.89, 0.87, 0.88, 0.87, 0.88)


def look(graph: AuditGraph, limits: Limits | None = None) -> Verdict:
    [model] = graph.assets(Model)
    return silent_quality_decay.look(model, graph, limits or Limits())


def measured(values: tuple[float, ...], more: str = "higher_is_better: yes", metric: str = "f1") -> str:
    point = "  - {{kind: quality, asset: m, at: 2026-09-{:02}, metric: {}, value: {}, {}}}\n"
    return "".join(point.format(day, metric, value, more) for day, value in enumerate(values, 1))


def inventory(telemetry: str, model: str = "manifest: {metrics: {f1: 0.88}}") -> AuditGraph:
    return graph_of(f"models: [{{id: m, status: production, {model}}}]\ntelemetry:\n{telemetry}")


def test_severity_is_the_relative_fall_against_a_fifth() -> None:
    said = look(inventory(measured(FALLING)))
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx((0.88 - 0.81) / 0.88 / 0.2)
    assert "from 0.88 at launch to 0.81" in said.message
    assert look(inventory(measured(FALLING)), Limits(rel_drop=0.10)) is None


def test_a_steady_metric_is_clean() -> None:
    assert look(inventory(measured(STEADY))) is None


def test_a_lower_level_that_does_not_go_on_falling_is_clean() -> None:
    assert look(inventory(measured((0.80, 0.81, 0.79, 0.80, 0.81, 0.80, 0.79, 0.81)))) is None


def test_an_error_that_rises_is_a_fall() -> None:
    said = look(inventory(measured((0.10, 0.11, 0.11, 0.12, 0.12, 0.13, 0.13, 0.14), "higher_is_better: no", "wape")))
    assert isinstance(said, Hit)
    assert "wape" in said.message


def test_seven_points_are_unknown() -> None:
    assert look(inventory(measured(FALLING[:7]))) == Unknown(("telemetry.quality",))


def test_points_without_their_direction_are_unknown() -> None:
    assert isinstance(look(inventory(measured(FALLING, "n: 150"))), Unknown)


def test_one_metric_that_can_be_followed_is_enough() -> None:
    assert look(inventory(measured(STEADY) + measured(FALLING[:4], metric="auc"))) is None


def test_points_of_another_test_set_are_left_out() -> None:
    old, new = (measured(values, f"higher_is_better: yes, test_set: {name}") for values, name in
                ((FALLING[:4], "old"), (FALLING[4:], "new")))  # fmt: skip
    assert isinstance(look(inventory(old + new)), Unknown)


def test_customers_who_find_half_of_the_incidents_are_the_monitor(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production}]
    incidents:
      - {id: i-1, assets: [m], detected_at: 2026-03-01T08:00:00Z, detected_by: customer}
      - {id: i-2, assets: [m], detected_at: 2026-05-01T08:00:00Z, detected_by: monitor}
      - {id: i-3, assets: [m], detected_at: 2026-07-01T08:00:00Z, detected_by: customer}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.5)
    assert "2 of its 3 incidents" in said.message
    assert isinstance(look(graph, Limits(customer_share=0.8)), Unknown)
    assert isinstance(look(graph, Limits(least_incidents=4)), Unknown)


def test_incidents_rooted_elsewhere_do_not_count(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production}]
    datasets: [{id: orders}]
    incidents:
      - {id: i-1, assets: [orders, m], detected_at: 2026-03-01T08:00:00Z, detected_by: customer}
      - {id: i-2, assets: [orders, m], detected_at: 2026-05-01T08:00:00Z, detected_by: customer}
      - {id: i-3, assets: [orders, m], detected_at: 2026-07-01T08:00:00Z, detected_by: customer}
    """
    assert isinstance(look(graph), Unknown)


def test_a_retired_model_is_not_applicable() -> None:
    text = "models: [{id: m, status: retired}]\ntelemetry:\n" + measured(FALLING)
    assert look(graph_of(text)) == NotApplicable("it is not in service")


def test_a_model_that_nobody_measured_is_unknown(graph: AuditGraph) -> None:
    """
    models: [{id: m, status: production}]
    """
    assert look(graph) == Unknown(("telemetry.quality",))
