from __future__ import annotations

import pytest

from debtaudit.domain.policy import Policy
from debtaudit.scoring.sensitivity import borders, swings
from tests.scoring.conftest import rank_of

SHOP = """
    systems: [{id: chat, revenue_per_day: 40000, customer_facing: yes, calls: [intent]}]
    models: [{id: intent, system: chat, status: production, volatility: high}]
"""
DRIFT = "unmonitored-concept-drift@intent"


def test_the_largest_swing_comes_first_and_contains_the_mean() -> None:
    ranked = rank_of(SHOP, {DRIFT: 0.8})
    risk = ranked.items[0].risk
    found = swings(risk, ranked.factors(DRIFT), Policy())
    assert [each.width for each in found] == sorted((each.width for each in found), reverse=True)
    for each in found:
        assert min(each.low, each.high) <= risk.interest.mean <= max(each.low, each.high)


def test_an_unknown_volatility_is_a_swing_of_its_own() -> None:
    known, unknown = (rank_of(text, {DRIFT: 0.8}) for text in (SHOP, SHOP.replace(", volatility: high", "")))
    names = [{each.name for each in swings(ranked.items[0].risk, ranked.factors(DRIFT), Policy())}
             for ranked in (known, unknown)]  # fmt: skip
    assert names[1] - names[0] == {"volatility, which is unknown"}


def test_being_noticed_sooner_is_what_a_monitor_would_say() -> None:
    """The lower end of the swing is the price with the days to notice that a routed monitor has."""
    ranked = rank_of(SHOP, {DRIFT: 0.8})
    low = next(each.low for each in swings(ranked.items[0].risk, ranked.factors(DRIFT), Policy())
               if each.name == "days until it is noticed")  # fmt: skip
    sooner = rank_of(SHOP, {DRIFT: 0.8}, detect_customer=Policy().detect_automated).items[0].risk
    assert low == pytest.approx(sooner.interest.mean)


@pytest.mark.parametrize("severity", [0.05, 0.3, 1.0])
def test_just_beyond_a_border_the_lane_is_another(severity: float) -> None:
    """Scale revenue so that an event costs a little more, or less, than the border says."""
    item = rank_of(SHOP, {DRIFT: severity}).items[0]
    assert borders(item.risk, Policy())
    for border in borders(item.risk, Policy()):
        further = 1.01 if border.loss > item.risk.loss.event.mean else 0.99
        response = item.risk.loss.response
        scale = (border.loss * further - response) / (item.risk.loss.event.mean - response)
        if scale <= 0:
            continue
        moved = rank_of(SHOP.replace("40000", f"{40000 * scale:.6f}"), {DRIFT: severity}).items[0]
        assert moved.risk.lane == border.lane


def test_what_an_override_decides_has_no_border() -> None:
    item = rank_of(SHOP.replace("40000", "90000000"), {DRIFT: 0.01}).items[0]
    assert item.risk.overrides
    assert borders(item.risk, Policy()) == ()
