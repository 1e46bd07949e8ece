from __future__ import annotations

import numpy as np
import pytest

from debtaudit.domain.policy import Policy
from debtaudit.scoring.exceedance import exceedance, losses
from debtaudit.scoring.plan import plan
from tests.scoring.conftest import rank_of

SHOP = """
    systems: [{id: chat, revenue_per_day: 40000, customer_facing: yes, calls: [intent]}]
    models: [{id: intent, system: chat, status: production, volatility: high}]
"""
FOUND = {"unmonitored-concept-drift@intent": 0.8, "unmonitored-data-drift@intent": 0.8, "static-test-set@intent": 0.5}


def test_on_average_a_quarter_costs_the_interest() -> None:
    ranked = rank_of(SHOP, FOUND)
    assert np.mean(losses(ranked.items)) == pytest.approx(ranked.totals.interest.mean, rel=0.05)


def test_rarer_quarters_are_dearer_and_reach_beyond_the_range_of_the_expectation() -> None:
    ranked = rank_of(SHOP, FOUND)
    curve = exceedance(ranked.items)
    assert curve[0.5] < curve[0.1] < curve[0.05]
    assert curve[0.1] > ranked.totals.interest.p90


def test_a_quarter_without_events_still_costs_the_friction() -> None:
    ranked = rank_of(SHOP, {"unmonitored-concept-drift@intent": 0.01})
    assert losses(ranked.items)[0] == pytest.approx(ranked.items[0].risk.carry)


def test_after_the_plan_every_chance_is_of_a_smaller_loss() -> None:
    items = rank_of(SHOP, FOUND).items
    done = {step.item.id for step in plan(items, 12, Policy()).steps}
    before, after = exceedance(items), exceedance(items, done, Policy().effectiveness)
    assert done
    assert all(after[chance] < before[chance] for chance in before)


def test_a_repair_that_is_not_wholly_effective_leaves_its_share() -> None:
    items = rank_of(SHOP, {"unmonitored-concept-drift@intent": 0.8}).items
    left = losses(items, {items[0].id}, effectiveness=0.8)
    assert np.mean(left) == pytest.approx(0.2 * items[0].risk.interest.mean, rel=0.2)
    assert not losses(items, {items[0].id}).any()


def test_many_small_findings_are_drawn_together_with_their_mean_and_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    models = "".join(f"      - {{id: m{number}, system: chat, status: production}}\n" for number in range(60))
    shop = f"    systems: [{{id: chat, revenue_per_day: 900}}]\n    models:\n{models}"
    items = rank_of(shop, {f"static-test-set@m{number}": 0.5 for number in range(60)}).items
    apart = losses(items)
    monkeypatch.setattr("debtaudit.scoring.exceedance.ONE_BY_ONE", 0)
    together = losses(items)
    assert np.mean(together) == pytest.approx(np.mean(apart), rel=0.02)
    assert np.std(together) == pytest.approx(np.std(apart), rel=0.05)
    assert together[3600] == pytest.approx(apart[3600], rel=0.05)


def test_the_same_findings_give_the_same_curve() -> None:
    assert exceedance(rank_of(SHOP, FOUND).items) == exceedance(rank_of(SHOP, FOUND).items)
