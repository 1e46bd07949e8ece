"""What must hold of every price, whatever the numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debtaudit.domain.finding import Item
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.policy import Policy
from debtaudit.scoring.case import Cases
from debtaudit.scoring.loss import loss_of, mean_loss
from debtaudit.scoring.situation import Fleet
from tests.scoring.conftest import DEBTS, graph_of, item_of, rank_of

DRIFT = "unmonitored-concept-drift@intent"


@dataclass(frozen=True)
class Shop:
    """A chatbot whose model also reaches a second system."""

    revenue: float = 40_000
    strength: float = 0.6
    criticality: int = 3
    incidents: int = 1
    monitor: str = "none"
    volatility: str = "medium"

    def text(self, *more: str) -> str:
        incidents = "".join(
            f"  - {{id: inc-{n}, detected_at: 2026-0{1 + n % 8}-11T09:00:00Z, assets: [intent]}}\n"
            for n in range(self.incidents)
        )
        return (
            "systems:\n"
            f"  - {{id: chat, revenue_per_day: {self.revenue}, criticality: {self.criticality},"
            " customer_facing: yes, calls: [intent]}\n"
            f"  - {{id: desk, criticality: {self.criticality},"
            f" calls: [{{id: intent, strength: {self.strength}}}]}}\n"
            "models:\n"
            f"  - {{id: intent, system: chat, status: production, volatility: {self.volatility},"
            f" monitoring: {{quality: {self.monitor}}}}}\n"
            "incidents:\n  - {id: inc-old, detected_at: 2025-01-01T09:00:00Z, assets: [elsewhere]}\n"
            f"{incidents}{''.join(more)}"
        )

    def item(self, severity: float = 0.8, **settings: Any) -> Item:
        return item_of(self.text(), DRIFT, severity, **settings)


shops = st.builds(
    Shop, st.floats(1, 1e6), st.floats(0.1, 1), st.integers(1, 5), st.integers(0, 6),
    st.sampled_from(["none", "manual", "automated"]), st.sampled_from(["low", "medium", "high"]),
)  # fmt: skip


@given(shops, st.floats(0.01, 1), st.floats(0.01, 1))
@settings(max_examples=40, deadline=None)
def test_more_of_the_debt_never_costs_less(shop: Shop, one: float, other: float) -> None:
    less, more = (shop.item(severity).risk for severity in sorted((one, other)))
    assert more.interest.mean >= less.interest.mean
    assert more.interest.p90 >= less.interest.p10
    assert more.cost_of_delay >= less.cost_of_delay


@given(shops)
@settings(max_examples=40, deadline=None)
def test_interest_rises_with_incidents_revenue_strength_and_volatility(shop: Shop) -> None:
    def interest(**change: Any) -> float:
        return replace(shop, **change).item().risk.interest.mean

    here = interest()
    assert interest(incidents=shop.incidents + 1) > here
    assert interest(revenue=shop.revenue * 2) > here
    assert interest(strength=min(1.0, shop.strength * 1.5)) >= here
    assert interest(volatility="high") >= here
    assert interest(criticality=min(5, shop.criticality + 1)) >= here


@given(shops)
@settings(max_examples=40, deadline=None)
def test_a_monitor_never_raises_what_an_event_costs(shop: Shop) -> None:
    def event(monitor: str) -> float:
        return replace(shop, monitor=monitor).item().risk.loss.event.mean

    assert event("automated") <= event("manual") <= event("none")


@given(shops, st.floats(0.01, 100))
@settings(max_examples=30, deadline=None)
def test_another_currency_scales_every_amount(shop: Shop, rate: float) -> None:
    policy = Policy()
    money = {
        name: getattr(policy, name) * rate
        for name in (
            "day_cost",
            "materiality",
            "ticket_cost",
            "anchor_1",
            "anchor_2",
            "anchor_3",
            "anchor_4",
            "anchor_5",
        )
    }
    here, there = shop.item().risk, replace(shop, revenue=shop.revenue * rate).item(**money).risk
    assert there.interest.mean == pytest.approx(here.interest.mean * rate)
    assert there.interest.p90 == pytest.approx(here.interest.p90 * rate)
    assert there.priority == pytest.approx(here.priority)
    assert there.lane == here.lane


@given(shops)
@settings(max_examples=20, deadline=None)
def test_an_unrelated_asset_changes_nobody_elses_number(shop: Shop) -> None:
    severities = {DRIFT: 0.8, "static-test-set@intent": 0.4}
    alone = rank_of(shop.text(), severities)
    unrelated = "pipelines: [{id: far-away}]\ndatasets: [{id: unread}]\n"
    beside = rank_of(shop.text(unrelated), {**severities, "untracked-lineage@far-away": 0.5, "data-smells@unread": 0.7})
    before = {item.id: item.risk for item in alone.items}
    assert before == {item.id: item.risk for item in beside.items if item.id in before}


def test_parallel_paths_never_carry_more_than_the_value_that_exists() -> None:
    """One system reads a dataset directly and through two models; the strongest path alone counts."""
    text = """
        systems: [{id: shop, revenue_per_day: 10000, calls: [a, b], reads: [{id: events, strength: 1.0}]}]
        models: [{id: a, trains_on: [events]}, {id: b, trains_on: [events]}]
        datasets: [{id: events}]
    """
    loss = item_of(text, "data-smells@events").risk.loss
    assert [(each.system, each.path) for each in loss.systems] == [("shop", ("events", "shop"))]
    assert loss.cascade <= loss.systems[0].loss


@given(shops, st.sampled_from(sorted(DEBTS)))
@settings(max_examples=60, deadline=None)
def test_the_short_way_to_a_mean_loss_is_the_long_way(shop: Shop, slug: str) -> None:
    graph, debt = graph_of(shop.text()), DEBTS[slug]
    inventory: Inventory = graph.inventory
    fleet = Fleet(graph, inventory.incidents, replace(Policy(), penalty=1e6))
    for asset in inventory.assets.values():
        situation, watch = fleet.of(asset), fleet.watch(asset, debt.loss)
        whole = loss_of(debt, situation, watch, fleet, blind=True)
        assert mean_loss(debt, situation, watch, fleet, blind=True) == pytest.approx(whole.event.mean)
        assert Cases(fleet, (), {}).of(debt, asset).setting.event <= whole.event.mean


def test_the_same_input_gives_the_same_numbers() -> None:
    one, other = (rank_of(Shop().text(), {DRIFT: 0.8}) for _ in range(2))
    assert one.items == other.items
    assert one.totals == other.totals


def test_a_fault_lasts_longer_where_nothing_can_be_rolled_back_and_no_history_says_how_long() -> None:
    text = """
        models:
          - {id: stuck, status: production, release: {rollback: none}}
          - {id: free, status: production, release: {rollback: automated}}
    """
    stuck, free = (item_of(text, f"data-smells@{id_}").risk.loss for id_ in ("stuck", "free"))
    assert stuck.resolve_days == free.resolve_days * Policy().no_rollback > free.resolve_days
