from __future__ import annotations

from datetime import date
from math import log
from random import Random

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import minimize

from debtaudit.ledger.counts import Interval
from debtaudit.ledger.fit import DOUBT, Likelihood, Observed, Prior, best, rates
from debtaudit.ledger.score import Total


def category(
    size: int, *, times: float = 1.0, pseudo: float = 4.0, seed: int = 7, prior: float = 0.25
) -> list[Observed]:
    """Draw the histories of some findings on assets of their own, eight quarters each."""
    chance = np.random.default_rng(seed)
    rows = []
    for number in range(size):
        mean, time = prior * chance.uniform(0.3, 2.0), 8 * float(chance.choice([0.3, 0.6, 0.9]))
        rate = chance.gamma(times * mean * pseudo, 1 / pseudo)
        rows.append(Observed(f"d@{number}", "data", f"a{number}", mean, time, float(chance.poisson(rate * time))))
    return rows


def test_the_likelihood_is_that_of_negative_binomials() -> None:
    rows = category(30)
    for times, pseudo in ((1.0, 4.0), (0.4, 1.0), (3.0, 20.0)):
        known = sum(
            stats.nbinom(times * row.prior * pseudo, pseudo / (pseudo + row.time)).logpmf(row.incidents) for row in rows
        )
        assert Likelihood(rows)(log(times), pseudo) == pytest.approx(known)


@pytest.mark.parametrize("seed", range(5))
def test_the_best_fit_is_that_of_a_general_optimiser(seed: int) -> None:
    rows = category(60, times=1.8, pseudo=2.0, seed=seed)
    prior = Prior(ratio=1.2, pseudo=4.0)

    def cost(at: np.ndarray) -> float:
        pseudo = float(np.exp(at[1]))
        doubt = ((at[0] + log(prior.ratio)) / DOUBT) ** 2 + (log(pseudo / prior.pseudo) / DOUBT) ** 2
        return float(doubt / 2 - Likelihood(rows)(float(at[0]), pseudo))

    known = min((minimize(cost, start, method="Nelder-Mead") for start in ([0, 1], [1, 0])), key=lambda each: each.fun)
    fit = best(rows, prior)
    assert fit.height == pytest.approx(-known.fun, abs=1e-5)
    assert [log(fit.times), log(fit.pseudo)] == pytest.approx(known.x, abs=0.01)


@pytest.mark.slow
def test_with_much_to_learn_from_the_truth_is_found() -> None:
    fit = best(category(1500, times=2.5, pseudo=1.5), Prior())
    assert fit.times == pytest.approx(2.5, rel=0.1)
    assert fit.pseudo == pytest.approx(1.5, rel=0.15)
    assert fit.low < 2.5 < fit.high


@pytest.mark.slow
def test_the_interval_of_a_factor_holds_the_truth_four_times_of_five() -> None:
    fits = [best(category(40, times=1.5, seed=seed), Prior()) for seed in range(100)]
    inside = sum(fit.low <= 1.5 <= fit.high for fit in fits)
    assert 70 <= inside <= 90


def test_a_second_fit_to_the_same_log_changes_nothing() -> None:
    rows = category(40, times=2.0)
    first = best(rows, Prior())
    again = [
        Observed(row.id, row.category, row.asset, row.prior * first.times, row.time, row.incidents) for row in rows
    ]
    second = best(again, Prior(ratio=first.times))
    assert second.times == pytest.approx(1.0, abs=1e-3)
    assert second.pseudo == pytest.approx(first.pseudo, rel=1e-3)


def total(quarter: int, expected: float, came: float, low: int, high: int) -> Total:
    return Total(date(2026, 3 * quarter, 30), date(2026, 3 * quarter + 3, 30), "data", expected,
                 Interval(low, high, 0.9), came)  # fmt: skip


def test_ten_incidents_on_eight_assets_are_fitted_and_less_is_not() -> None:
    def how(incidents: int, assets: int) -> str:
        chance = Random(1)
        rows = [Observed(f"d@{n}", "data", f"a{n % assets}", 0.2, 4.0, 0.0) for n in range(20)]
        for _ in range(incidents):
            at = chance.randrange(20)
            row = rows[at]
            rows[at] = Observed(row.id, row.category, row.asset, row.prior, row.time, row.incidents + 1)
        return rates(rows, ())[0].how

    assert how(10, 8) == "fitted"
    assert how(9, 8) == "default"
    assert how(10, 7) == "default"


def test_totals_outside_of_their_interval_twice_running_scale_the_priors() -> None:
    rows = [Observed("d@a", "data", "a", 0.2, 4.0, 8.0)]
    twice = (total(1, 1.0, 1.0, 0, 3), total(2, 1.0, 4.0, 0, 3), total(3, 1.5, 5.0, 0, 3))
    [said] = rates(rows, twice)
    assert said.how == "scaled"
    assert said.times == pytest.approx((9 + 4) / (2.5 + 4))
    once = (total(2, 1.0, 4.0, 0, 3), total(3, 1.5, 2.0, 0, 3))
    assert rates(rows, once)[0].how == "default"
    assert rates(rows, twice[2:])[0].how == "default"  # one quarter is not twice running


def test_findings_that_nobody_watched_say_nothing() -> None:
    rows = [*category(30, times=2), *[Observed(f"x@{n}", "data", f"x{n}", 5.0, 0.0, 0.0) for n in range(9)]]
    [with_them], [without] = rates(rows, ()), rates(rows[:30], ())
    assert (with_them.times, with_them.incidents) == (without.times, without.incidents)
