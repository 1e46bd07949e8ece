from __future__ import annotations

import pytest
from scipy import stats

from debtaudit.detectors.recurring_incident_hotspot import Limits, recurring_incident_hotspot
from debtaudit.domain.asset import Asset, Model, Pipeline, System
from debtaudit.domain.incident import Incident
from debtaudit.domain.verdict import Hit, NotApplicable, Unknown, Verdict
from debtaudit.graph import AuditGraph
from tests.detectors.conftest import graph_of

DAYS_IN_A_QUARTER = 365.25 / 4


def look(graph: AuditGraph, id_: str = "order-intent", limits: Limits | None = None) -> Verdict:
    asset = graph.asset(id_)
    assert isinstance(asset, (Model, Pipeline, System))
    return recurring_incident_hotspot.look(asset, graph, limits or Limits())


def fleet(*incidents: str, peers: int = 19, live: str = "deployed_at: 2024-01-01") -> AuditGraph:
    """A fleet of models, one of which is `order-intent`; the log began on 2025-09-30, four quarters ago."""
    rows = [f"  - {{id: peer-{number}, owner: ml, status: production}}" for number in range(peers)]
    first = "  - {id: FIRST, detected_at: 2025-09-30T09:00:00Z, assets: [some-dataset]}"
    hot = f"  - {{id: order-intent, owner: ml, status: production, {live}}}"
    return graph_of("\n".join(["models:", *rows, hot, "incidents:", first, *incidents]))


def names(hit: Hit) -> list[str]:
    return [each.id for each in hit.evidence if isinstance(each, Incident)]


def incidents(count: int, more: str = "assets: [order-intent]") -> list[str]:
    return [f"  - {{id: INC-{n}, detected_at: 2026-0{n + 1}-10T09:00:00Z, {more}}}" for n in range(count)]


def test_an_asset_that_fails_far_more_often_than_its_peers_is_a_hotspot() -> None:
    said = look(fleet(*incidents(4)))
    time = 365 / DAYS_IN_A_QUARTER
    mean = 4 / (20 * time)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(stats.gamma.sf(2 * mean, mean * 4 + 4, scale=1 / (4 + time)))
    assert names(said) == ["INC-0", "INC-1", "INC-2", "INC-3"]


def test_two_incidents_crown_nobody_even_where_nobody_else_fails() -> None:
    graph = fleet(*incidents(2))
    assert look(graph) is None
    assert look(graph, "peer-0") is None
    assert isinstance(look(graph, limits=Limits(least=2)), Hit)


def test_where_everybody_fails_alike_nobody_stands_out() -> None:
    everywhere = [incidents(2, f"assets: [peer-{n}]") for n in range(3)]
    rows = [row.replace("INC", f"P{n}") for n, own in enumerate(everywhere) for row in own]
    graph = fleet(*rows, *incidents(2), peers=3)
    assert look(graph) is None


def test_the_certainty_and_the_factor_that_count_can_be_set() -> None:
    graph = fleet(*incidents(3), peers=6)
    assert look(graph, limits=Limits(certainty=0.99)) is None
    assert isinstance(look(graph, limits=Limits(certainty=0.5)), Hit)
    assert look(graph, limits=Limits(certainty=0.5, factor=20)) is None


def test_an_incident_counts_for_the_asset_it_names_first() -> None:
    graph = fleet(*incidents(4, "assets: [some-dataset, order-intent]"))
    assert look(graph) is None


def test_exposure_is_the_time_in_service() -> None:
    whole_year = look(fleet(*incidents(3), live="deployed_at: 2024-01-01"))
    ten_days = look(fleet(*incidents(3), live="deployed_at: 2026-09-20"))
    assert isinstance(whole_year, Hit)
    assert isinstance(ten_days, Hit)
    assert ten_days.severity > whole_year.severity


def test_one_cause_three_times_a_year_is_a_hotspot(graph: AuditGraph) -> None:
    """
    pipelines: [{id: order-intent, status: production}]
    incidents:
      - {id: INC-1, detected_at: 2025-12-02T09:00:00Z, assets: [order-intent], cause: data}
      - {id: INC-2, detected_at: 2026-03-11T09:00:00Z, assets: [order-intent], cause: human}
      - {id: INC-3, detected_at: 2026-05-11T09:00:00Z, assets: [order-intent], cause: data}
      - {id: INC-4, detected_at: 2026-08-20T09:00:00Z, assets: [order-intent], cause: data}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.6)
    assert said.message == "the same cause 3 times within a year"
    assert names(said) == ["INC-1", "INC-3", "INC-4"]
    assert look(graph, limits=Limits(repeats=4)) is None


def test_a_chain_of_repeats_goes_back_to_its_first_incident(graph: AuditGraph) -> None:
    """
    models: [{id: order-intent, status: production}]
    incidents:
      - {id: INC-1, detected_at: 2024-05-02T09:00:00Z, assets: [order-intent]}
      - {id: INC-2, detected_at: 2025-11-11T09:00:00Z, assets: [order-intent], repeat_of: INC-1}
      - {id: INC-3, detected_at: 2026-05-11T09:00:00Z, assets: [order-intent], repeat_of: INC-2}
      - {id: INC-4, detected_at: 2026-08-20T09:00:00Z, assets: [order-intent], repeat_of: INC-3}
    """
    said = look(graph)
    assert isinstance(said, Hit)
    assert said.severity == pytest.approx(0.6)


def test_repeats_of_more_than_a_year_ago_do_not_count(graph: AuditGraph) -> None:
    """
    models: [{id: order-intent, status: production}]
    incidents:
      - {id: INC-1, detected_at: 2025-03-02T09:00:00Z, assets: [order-intent], cause: data}
      - {id: INC-2, detected_at: 2025-05-11T09:00:00Z, assets: [order-intent], cause: data}
      - {id: INC-3, detected_at: 2026-05-11T09:00:00Z, assets: [order-intent], cause: data}
    """
    assert look(graph) is None


def test_without_any_log_every_asset_is_unknown(graph: AuditGraph) -> None:
    """
    systems: [{id: order-chat, owner: ml}]
    models: [{id: order-intent, status: production, owner: ml}]
    """
    kinds: tuple[type[Asset], ...] = (System, Model)
    said = [look(graph, asset.id) for kind in kinds for asset in graph.assets(kind)]
    assert said == [Unknown(("incidents",)), Unknown(("incidents",))]


def test_silence_about_what_nobody_owns_is_no_good_news(graph: AuditGraph) -> None:
    """
    systems: [{id: order-chat}, {id: owned, owner: ml}]
    incidents: [{id: INC-1, detected_at: 2026-05-11T09:00:00Z, assets: [other]}]
    """
    assert look(graph, "order-chat") == Unknown(("incidents", "owner"))
    assert look(graph, "owned") is None


def test_what_failed_in_production_is_in_service_whatever_was_not_said(graph: AuditGraph) -> None:
    """
    models: [{id: order-intent}, {id: silent, owner: ml}, {id: gone, owner: ml, status: retired}]
    incidents: [{id: INC-1, detected_at: 2026-05-11T09:00:00Z, assets: [order-intent]}]
    """
    assert look(graph) is None
    assert look(graph, "silent") is None
    assert look(graph, "gone") == NotApplicable("it is not in service")
