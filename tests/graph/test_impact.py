from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.graph import AuditGraph
from debtaudit.graph.impact import impact
from debtaudit.inventory import loads

CHAIN = """
datasets: [{id: clicks}]
models: [{id: ranker, trains_on: [{id: clicks, strength: 0.5}]}]
systems: [{id: shop, calls: [{id: ranker, strength: 1.0}], reads: [{id: clicks, strength: 0.2}]}]
"""


def graph_of(text: str) -> AuditGraph:
    return AuditGraph(loads(text), date(2026, 9, 30))


def test_each_asset_is_reached_by_its_strongest_path() -> None:
    graph = graph_of(CHAIN)
    reached = {each.asset.id: each for each in impact(graph, graph.inventory.assets["clicks"])}
    assert reached["ranker"].weight == pytest.approx(0.45)
    assert reached["shop"].path == ("clicks", "ranker", "shop")
    assert reached["shop"].weight == pytest.approx(0.405)
    assert reached["shop"].hops == 2


def test_upwards_the_same_paths_are_walked_from_their_end() -> None:
    graph = graph_of(CHAIN)
    causes = impact(graph, graph.inventory.assets["shop"], up=True)
    assert [each.asset.id for each in causes] == ["ranker", "clicks"]
    assert causes[1].path == ("shop", "ranker", "clicks")


def test_what_is_hardly_reached_is_left_out() -> None:
    graph = AuditGraph(loads(CHAIN), date(2026, 9, 30), floor=0.42)
    assert [each.asset.id for each in impact(graph, graph.inventory.assets["clicks"])] == ["ranker"]


def test_a_cycle_ends() -> None:
    graph = graph_of("models: [{id: a, reads: [b]}, {id: b, reads: [a]}]")
    assert [each.asset.id for each in impact(graph, graph.inventory.assets["a"])] == ["b"]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.sampled_from([0.3, 0.6, 1.0])), max_size=25))
def test_systems_are_reached_as_the_sweep_over_all_assets_says(links: list[tuple[int, int, float]]) -> None:
    systems = "".join(f"  - {{id: s{n}}}\n" for n in range(8))
    listed = "".join(f"  - {{from: s{a}, to: s{b}, kind: reads, strength: {w}}}\n" for a, b, w in links if a != b)
    graph = graph_of(f"systems:\n{systems}" + (f"links:\n{listed}" if listed else ""))
    for asset in graph.inventory.assets.values():
        swept = {each.system.id: each.weight for each in graph.reaches(asset) if each.system is not asset}
        walked = {each.asset.id: each.weight for each in impact(graph, asset)}
        assert walked == pytest.approx(swept)
