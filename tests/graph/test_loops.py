from __future__ import annotations

from inspect import getdoc

import pytest

from debtaudit.domain.asset import Dataset, Feature, Model
from debtaudit.domain.link import Link
from debtaudit.graph import AuditGraph
from debtaudit.graph.loops import loops
from tests.detectors.conftest import graph_of


@pytest.fixture
def graph(request: pytest.FixtureRequest) -> AuditGraph:
    return graph_of(getdoc(request.function) or "")


def ways(graph: AuditGraph, id_: str) -> list[str]:
    asset = graph.asset(id_)
    assert asset
    return [" ".join(link.consumer for link in way) for way in graph.loops(asset, "influences")]


def test_a_way_through_the_world_leads_back(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, calls: [ranker], influences: [clicks]}]
    models: [{id: ranker, trains_on: [clicks]}]
    datasets: [{id: clicks}]
    """
    assert ways(graph, "ranker") == ["shop clicks ranker"]
    assert ways(graph, "clicks") == ["ranker shop clicks"]


def test_a_loop_without_the_kind_asked_for_is_none(graph: AuditGraph) -> None:
    """
    models: [{id: a, calls: [b]}, {id: b, calls: [a]}]
    """
    assert ways(graph, "a") == []


def test_shorter_ways_come_first_and_none_passes_an_asset_twice(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, calls: [ranker], influences: [clicks, sales]}]
    models: [{id: ranker, trains_on: [clicks]}]
    datasets: [{id: clicks, reads: [sales]}, {id: sales}]
    """
    assert ways(graph, "ranker") == ["shop clicks ranker", "shop sales clicks ranker"]


def test_the_search_gives_up_after_so_many_ways() -> None:
    ids = "abcdef"
    knot = {id_: [Link(provider=id_, consumer=to, kind="influences") for to in ids if to != id_] for id_ in ids}
    found = [len(list(loops("a", knot.__getitem__, ids, {"influences"}, most=most))) for most in (2, 10, 5000)]
    assert found == [1, 9, 325]


def test_only_data_teaches_a_model_answers_do_not(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, calls: [blend], influences: [clicks]}]
    models: [{id: ranker, trains_on: [clicks]}, {id: blend, calls: [ranker]}]
    datasets: [{id: clicks}]
    """
    [way] = graph.loops(graph.assets(Model)[1], "influences")
    assert [model.id for model in graph.taught(way)] == ["ranker"]


def test_a_cycle_can_be_asked_for_over_some_kinds_only(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, calls: [ranker], influences: [clicks]}]
    models: [{id: ranker, trains_on: [clicks]}]
    datasets: [{id: clicks}]
    """
    [ranker] = graph.assets(Model)
    assert [each.id for each in graph.cycle(ranker)] == ["clicks", "ranker", "shop"]
    assert graph.cycle(ranker, "predicts_for", "trains_on") == ()


def test_models_learn_from_a_dataset_directly_through_features_or_as_their_exam(graph: AuditGraph) -> None:
    """
    models:
      - {id: direct, trains_on: [orders]}
      - {id: by-feature, uses: [basket]}
      - {id: judged, evaluation: {dataset: orders}}
      - {id: stranger, trains_on: [other]}
    features: [{id: basket, dataset: orders}]
    datasets: [{id: orders}, {id: other}]
    """
    orders = next(each for each in graph.assets(Dataset) if each.id == "orders")
    assert [model.id for model in graph.learners(orders)] == ["by-feature", "direct", "judged"]
    assert [model.id for feature in graph.assets(Feature) for model in graph.users_of(feature)] == []


def test_a_retired_model_closes_no_loop(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, calls: [blend], influences: [clicks]}]
    models: [{id: ranker, trains_on: [clicks]}, {id: blend, status: retired, calls: [ranker]}]
    datasets: [{id: clicks}]
    """
    assert ways(graph, "ranker") == []


def test_a_tangle_holds_neither_systems_nor_ways_through_the_world(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, calls: [ranker], writes: [orders]}]
    models:
      - {id: ranker, trains_on: [orders]}
      - {id: teacher, trains_on: [labels], writes: [scores]}
      - {id: pupil, trains_on: [scores], writes: [labels]}
    datasets: [{id: orders}, {id: labels}, {id: scores}]
    """
    tangles = {model.id: [each.id for each in graph.tangle(model)] for model in graph.assets(Model)}
    ring = ["labels", "pupil", "scores", "teacher"]
    assert tangles == {"ranker": [], "teacher": ring, "pupil": ring}


def test_effects_are_said_by_the_asset_or_by_all_systems_that_it_reaches(graph: AuditGraph) -> None:
    """
    systems: [{id: shop, calls: [told, half], influences: none}, {id: desk, calls: [half]}]
    models: [{id: told}, {id: half}, {id: own, influences: none}, {id: alone}]
    """
    unsaid = {model.id: [each.id for each in graph.unsaid_effects(model)] for model in graph.assets(Model)}
    assert unsaid == {"told": [], "half": ["half", "desk"], "own": [], "alone": ["alone"]}
