"""The model's worked example: a chatbot that misroutes order inquiries against deprecated analytics code."""

from __future__ import annotations

import pytest

from tests.scoring.conftest import AS_OF, rank_of

BOTH = """
    organisation: {currency: EUR, engineer_day_cost: 700, materiality: 25000}
    systems:
      - {id: order-chat, revenue_per_day: 40000, customer_facing: yes, calls: [order-intent]}
      - {id: order-desk, revenue_per_day: 22222.2222, calls: [{id: order-intent, strength: 0.6}]}
    models:
      - {id: order-intent, system: order-chat, status: production, volatility: high}
    datasets:
      - {id: analytics-export, volatility: low, validation: {level: automated, alert_route: pager}}
    incidents:
      - {id: inc-1, detected_at: 2025-09-30T09:00:00Z, assets: [order-intent], tickets: 600}
      - {id: inc-2, detected_at: 2026-02-11T09:00:00Z, assets: [order-intent], tickets: 600}
      - {id: inc-3, detected_at: 2026-08-03T09:00:00Z, assets: [order-intent], tickets: 600}
      - {id: inc-4, detected_at: 2026-01-20T09:00:00Z, assets: [analytics-export]}
      - {id: inc-5, detected_at: 2026-06-20T09:00:00Z, assets: [analytics-export]}
"""
CHATBOT, EXPORT = "unmonitored-concept-drift@order-intent", "deprecated-asset@analytics-export"
# What the example measured or assumed where the model has a default; incidents do not age in it.
MEASURED = {"half_life": 1e9, "hurt_silent": 0.04, "detect_customer": 3.0, "resolve_days": 1.5}


def test_the_chatbot_is_for_now() -> None:
    item = rank_of(BOTH, {CHATBOT: 0.8}, AS_OF, **MEASURED, response_days=6).items[0]
    risk = item.risk
    assert risk.likelihood.events.mean == pytest.approx(0.709, abs=0.0005)
    assert (risk.likelihood.events.p10, risk.likelihood.events.p90) == pytest.approx((0.33, 1.15), abs=0.005)
    assert risk.likelihood.probability == pytest.approx(0.48, abs=0.005)
    assert (risk.loss.own, risk.loss.cascade) == pytest.approx((15_000, 2_160))
    assert risk.loss.event.mean == pytest.approx(17_160)
    assert (risk.principal.days, risk.principal.cost) == pytest.approx((11.5, 8_050))
    assert risk.interest.mean == pytest.approx(12_484, rel=5e-4)
    assert (risk.interest.p10, risk.interest.p90) == pytest.approx((6_000, 20_100), rel=0.4)
    assert risk.benefit == pytest.approx(44_014, rel=5e-4)
    assert risk.priority == pytest.approx(5.47, abs=0.005)
    assert (risk.band, risk.lane) == ("high", "now")


def test_the_deprecated_export_is_for_later() -> None:
    item = rank_of(BOTH, {EXPORT: 0.3}, AS_OF, **MEASURED, response_days=1000 / 700).items[0]
    risk = item.risk
    assert risk.likelihood.events.mean == pytest.approx(0.273, abs=0.0005)
    assert (risk.likelihood.events.p10, risk.likelihood.events.p90) == pytest.approx((0.07, 0.53), abs=0.005)
    assert risk.likelihood.probability == pytest.approx(0.23, abs=0.005)
    assert risk.loss.event.mean == pytest.approx(1_000)
    assert (risk.principal.days, risk.principal.cost) == pytest.approx((4.5, 3_150))
    assert risk.interest.mean == pytest.approx(320, abs=0.5)
    assert risk.benefit == pytest.approx(948, abs=1)
    assert risk.priority == pytest.approx(0.30, abs=0.005)
    assert (risk.band, risk.lane) == ("negligible", "later")


def test_ten_incidents_a_year_do_not_lift_cheap_debt_past_the_chatbot() -> None:
    eight_more = "".join(
        f"      - {{id: more-{day}, detected_at: 2026-05-{day:02}T09:00:00Z, assets: [analytics-export]}}\n"
        for day in range(1, 9)
    )
    items = rank_of(BOTH + eight_more, {CHATBOT: 0.8, EXPORT: 0.3}, AS_OF, **MEASURED, response_days=1000 / 700).items
    assert [item.id for item in items] == [CHATBOT, EXPORT]
    assert items[1].risk.interest.mean == pytest.approx(1_373, rel=1e-3)
    assert (items[1].risk.band, items[1].risk.lane) == ("low", "later")
    assert items[1].risk.priority == pytest.approx(1.29, abs=0.005)
