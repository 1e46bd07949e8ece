from __future__ import annotations

from inspect import getdoc

import pytest

from debtaudit.graph import AuditGraph
from tests.detectors.conftest import graph_of


@pytest.fixture
def graph(request: pytest.FixtureRequest) -> AuditGraph:
    return graph_of(getdoc(request.function) or "")


def feeds(graph: AuditGraph, id_: str) -> bool | None:
    asset = graph.asset(id_)
    assert asset
    return graph.feeds_service(asset)


def test_a_dataset_feeds_service_through_features_and_pipelines(graph: AuditGraph) -> None:
    """
    models: [{id: scorer, status: production, uses: [age]}]
    features: [{id: age, built_by: [nightly]}]
    pipelines: [{id: nightly, reads: [orders]}]
    datasets: [{id: orders}]
    """
    assert feeds(graph, "orders") is True


def test_an_asset_without_links_may_feed_anything(graph: AuditGraph) -> None:
    """
    datasets: [{id: orders}]
    """
    assert feeds(graph, "orders") is None


def test_a_model_whose_stage_nobody_knows_leaves_it_open(graph: AuditGraph) -> None:
    """
    models: [{id: scorer, trains_on: [orders]}]
    datasets: [{id: orders}]
    """
    assert feeds(graph, "orders") is None


def test_a_reader_that_nobody_described_leaves_it_open(graph: AuditGraph) -> None:
    """
    links: [{from: orders, to: somebody, kind: reads}]
    datasets: [{id: orders}]
    """
    assert feeds(graph, "orders") is None


def test_links_that_lead_to_no_model_in_service_say_no(graph: AuditGraph) -> None:
    """
    models: [{id: idea, status: experiment, trains_on: [orders]}]
    systems: [{id: wall-screen, reads: [orders]}]
    datasets: [{id: orders}]
    """
    assert feeds(graph, "orders") is False
