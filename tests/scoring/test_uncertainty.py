from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from debtaudit.scoring.uncertainty import DRAWS, TABLE, Doubt, Drawer, _chance, draw

DOUBT = Doubt(
    "static-test-set@intent", "intent", prior=0.4, incidents=0.0, rate=5.0, volatility=(1.0,), severity=(1.0,),
    event=1_000.0, sigma=0.5, friction=(10.0, 20.0, 60.0),
)  # fmt: skip
FLEET = [DOUBT._replace(id=f"static-test-set@m{number}", asset=f"m{number}") for number in range(50)]
UNKNOWN = (0.5, 1.0, 1.5)


@pytest.mark.parametrize("shape", [0.02, 0.3, 0.9, 1.0, 1.7, 12.0, 300.0])
def test_events_are_gamma(shape: float) -> None:
    drawn = draw([each._replace(prior=shape / 2, incidents=shape / 2) for each in FLEET]).events
    gamma = stats.gamma(shape, scale=1 / DOUBT.rate)
    assert stats.kstest(drawn.ravel(), gamma.cdf).statistic < 1.95 / drawn.size**0.5  # 1 in 1,000 of true gammas fails
    assert drawn.mean() == pytest.approx(gamma.mean(), abs=5 * gamma.std() / drawn.size**0.5)


def test_events_of_an_unknown_world_are_gamma_in_each_that_it_may_be() -> None:
    drawn = draw([each._replace(prior=2.0, volatility=UNKNOWN) for each in FLEET]).events.ravel()
    worlds = [stats.gamma(2.0 * world, scale=1 / DOUBT.rate) for world in UNKNOWN]
    assert stats.kstest(drawn, lambda x: np.mean([each.cdf(x) for each in worlds], axis=0)).statistic < 0.01


def test_an_event_costs_a_log_normal_loss_of_the_stated_mean() -> None:
    drawn = draw(FLEET)
    logs = np.log(drawn.losses / drawn.events / DOUBT.event).ravel()
    assert logs.mean() == pytest.approx(-(DOUBT.sigma**2) / 2, abs=0.01)
    assert logs.std() == pytest.approx(DOUBT.sigma, abs=0.01)


def test_friction_is_pert_between_its_ends() -> None:
    friction = draw(FLEET).friction.ravel()
    pert = stats.beta(1 + 4 * 0.2, 1 + 4 * 0.8, loc=10, scale=50)
    assert np.quantile(friction, [0.1, 0.5, 0.9]) == pytest.approx(pert.ppf([0.1, 0.5, 0.9]), rel=0.03)
    assert friction.mean() == pytest.approx((10 + 4 * 20 + 60) / 6, rel=0.02)


def test_an_effort_without_a_range_has_friction_without_one() -> None:
    assert set(draw([DOUBT._replace(friction=(20.0, 20.0, 20.0))]).friction.ravel()) == {20.0}


def test_what_cannot_happen_costs_nothing() -> None:
    never = draw([DOUBT._replace(prior=0.0, incidents=0.0)])
    assert not never.events.any() and not never.losses.any()


def test_the_company_changes_nobodys_draws() -> None:
    strange = DOUBT._replace(id="glue-code@x", asset="x", volatility=UNKNOWN, severity=(0.0, 1.0, 2.0), sigma=0.8)
    alone, together = draw([DOUBT]), draw([strange, DOUBT, *FLEET])
    assert np.array_equal(alone.events[0], together.events[1])
    assert np.array_equal(alone.losses[0], together.losses[1])
    assert np.array_equal(alone.friction[0], together.friction[1])


def test_two_findings_do_not_share_their_chance() -> None:
    events = draw(FLEET).events
    between = np.asarray(np.corrcoef(events))[np.triu_indices(len(FLEET), 1)]
    assert abs(between).max() < 5 / DRAWS**0.5


def test_debts_of_one_asset_live_in_one_world() -> None:
    here = [
        DOUBT._replace(prior=400.0, volatility=UNKNOWN, id=f"{debt}@intent") for debt in ("glue-code", "data-smells")
    ]
    there = here[0]._replace(id="glue-code@other", asset="other")
    first, second, elsewhere = draw([*here, there]).events
    assert np.corrcoef(first, second)[0, 1] > 0.9
    assert abs(np.corrcoef(first, elsewhere)[0, 1]) < 0.1


def test_an_unknown_severity_moves_events_and_friction_together() -> None:
    drawn = draw([DOUBT._replace(severity=(0.0, 1.0, 1.0, 1.0, 2.0))])
    nothing = drawn.friction[0] == 0
    assert nothing.mean() == pytest.approx(0.2, abs=0.03)
    assert not drawn.events[0][nothing].any()


def test_space_that_was_drawn_into_before_changes_nothing() -> None:
    drawer = Drawer(len(FLEET))
    drawer.draw([each._replace(prior=9.0, severity=(0.5, 1.5), event=7.0) for each in FLEET])
    again, fresh = drawer.draw(FLEET[:7]), draw(FLEET[:7])
    assert np.array_equal(again.events, fresh.events)
    assert np.array_equal(again.losses, fresh.losses)
    assert np.array_equal(again.friction, fresh.friction)


@pytest.mark.parametrize("shape", [1.0, 1.001, 1.4, 3.0, 40.0, 1e6])
def test_draws_that_are_taken_without_a_test_would_pass_it(shape: float) -> None:
    normal, log_uniform, _, doubtful = _chance()
    scale = shape - 1 / 3
    v = np.maximum(1 + normal / np.sqrt(9 * scale), 0) ** 3
    with np.errstate(divide="ignore"):
        fails = np.flatnonzero(log_uniform >= normal**2 / 2 + scale * (1 - v + np.log(v)))
    assert set(fails) <= set(doubtful)
    assert len(doubtful) < 0.05 * TABLE
