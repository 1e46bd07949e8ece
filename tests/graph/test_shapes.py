from __future__ import annotations

from datetime import date

from debtaudit.graph import AuditGraph
from debtaudit.graph.shapes import Shapes, shapes
from debtaudit.inventory import loads


def found(text: str) -> Shapes:
    return shapes(AuditGraph(loads(text), date(2026, 9, 30)))


def test_a_circle_is_told_once_and_a_chain_is_none() -> None:
    made = found("""
        models: [{id: a, reads: [c]}, {id: b, reads: [a]}, {id: c, reads: [b]}, {id: d, reads: [a]}]
    """)
    assert [[each.id for each in circle] for circle in made.circles] == [["a", "b", "c"]]


def test_the_larger_circle_comes_first() -> None:
    made = found("""
        models: [{id: a, reads: [b]}, {id: b, reads: [a]}, {id: x, reads: [z]}, {id: y, reads: [x]},
                 {id: z, reads: [y]}]
    """)
    assert [len(circle) for circle in made.circles] == [3, 2]


def test_a_feature_of_one_model_is_not_shared() -> None:
    made = found("""
        features: [{id: age}, {id: price}]
        models: [{id: m, status: production, uses: [age, price]}, {id: n, status: production, uses: [age]}]
    """)
    assert [(feature.id, [each.id for each in models]) for feature, models in made.shared] == [("age", ["m", "n"])]


def test_hubs_are_ordered_by_the_systems_they_reach() -> None:
    made = found("""
        datasets: [{id: clicks}, {id: logs}, {id: alone}]
        systems: [{id: shop, reads: [clicks]}, {id: desk, reads: [clicks]}]
        models: [{id: m, reads: [logs, alone]}, {id: n, reads: [logs]}]
    """)
    assert [(hub.asset.id, hub.consumers, hub.systems) for hub in made.hubs] == [("clicks", 2, 2), ("logs", 2, 0)]


def test_nothing_stands_out_of_nothing() -> None:
    assert found("models: []") == Shapes((), (), ())
