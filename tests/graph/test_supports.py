from __future__ import annotations

from datetime import date

from debtaudit.graph import AuditGraph
from debtaudit.graph.supports import supports
from debtaudit.inventory import loads

SHOP = """
systems:
  - {id: chat, calls: [intent], reads: [orders]}
  - {id: desk, calls: [intent]}
  - {id: planner, calls: [forecast]}
models:
  - {id: intent, trains_on: [messages]}
  - {id: forecast, trains_on: [orders]}
datasets:
  - {id: messages}
  - {id: orders}
  - {id: weather}
"""


def found(text: str) -> dict[str, int]:
    return {each.asset.id: each.systems for each in supports(AuditGraph(loads(text), date(2026, 9, 30)))}


def test_what_several_systems_rest_on_is_named_the_heaviest_first() -> None:
    assert list(found(SHOP).items()) == [("intent", 2), ("orders", 2), ("messages", 2)]


def test_what_serves_one_system_is_its_own_affair() -> None:
    assert {"forecast", "weather", "chat"}.isdisjoint(found(SHOP))


def test_an_id_that_nobody_described_counts_too() -> None:
    text = "systems: [{id: chat, reads: [lake]}, {id: desk, reads: [lake]}]"
    assert found(text) == {"lake": 2}
