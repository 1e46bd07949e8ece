"""Gamma and log-normal distribution, checked against scipy over thousands of random shapes, rates and values."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from debtaudit.domain.statistics import gamma_cdf, gamma_quantile, gamma_survival, lognormal_quantile

RANDOM = np.random.default_rng(20260930)
MANY = 4000
SHAPES = 10 ** RANDOM.uniform(-3, 4, MANY)
RATES = 10 ** RANDOM.uniform(-2, 2, MANY)
NEAR_THE_MEAN = SHAPES * np.exp(RANDOM.normal(size=MANY) * np.minimum(2, 3 / np.sqrt(SHAPES))) / RATES
FAR_OUT = SHAPES * 10 ** RANDOM.uniform(-1.5, 1.5, MANY) / RATES
CHANCES = RANDOM.uniform(0, 1, MANY)
SMALLEST = 1e-290  # below it the digits of a double run out

shapes = st.floats(1e-3, 1e4)
rates = st.floats(1e-3, 1e3)


@pytest.mark.parametrize("values", [NEAR_THE_MEAN, FAR_OUT], ids=["near the mean", "far out"])
class TestTailsAgreeWithScipy:
    def test_lower(self, values: np.ndarray) -> None:
        got = [gamma_cdf(x, a, b) for x, a, b in zip(values, SHAPES, RATES, strict=True)]
        agree(got, special.gammainc(SHAPES, RATES * values))

    def test_upper(self, values: np.ndarray) -> None:
        got = [gamma_survival(x, a, b) for x, a, b in zip(values, SHAPES, RATES, strict=True)]
        agree(got, special.gammaincc(SHAPES, RATES * values))


def test_quantiles_agree_with_scipy() -> None:
    got = [gamma_quantile(p, a, b) for p, a, b in zip(CHANCES, SHAPES, RATES, strict=True)]
    agree(got, special.gammaincinv(SHAPES, CHANCES) / RATES)


def agree(got: list[float], wanted: np.ndarray) -> None:
    countable = wanted > SMALLEST
    assert countable.sum() > MANY / 3
    np.testing.assert_allclose(np.array(got)[countable], wanted[countable], rtol=1e-9)


@given(st.floats(1e-6, 1 - 1e-6), shapes, rates)
def test_a_quantile_is_reached_with_its_chance(p: float, shape: float, rate: float) -> None:
    value = gamma_quantile(p, shape, rate)
    if value > SMALLEST:
        assert gamma_cdf(value, shape, rate) == pytest.approx(p, rel=1e-9)


@given(st.floats(0, 1e3), shapes, rates)
def test_both_tails_make_one(x: float, shape: float, rate: float) -> None:
    assert gamma_cdf(x, shape, rate) + gamma_survival(x, shape, rate) == pytest.approx(1, abs=1e-9)


def test_a_shape_of_one_is_the_exponential_distribution() -> None:
    assert gamma_quantile(0.5, 1, 2) == pytest.approx(np.log(2) / 2)


def test_nothing_lies_below_zero() -> None:
    assert gamma_cdf(0, 2, 4) == gamma_cdf(-1, 2, 4) == 0
    assert gamma_survival(0, 2, 4) == 1


def test_certainty_is_reached_only_at_the_ends() -> None:
    assert gamma_quantile(0, 2, 4) == 0
    assert gamma_quantile(1, 2, 4) == inf


@pytest.mark.parametrize(("shape", "rate"), [(0, 1), (1, 0), (-1, 1), (1, inf), (float("nan"), 1)])
def test_shape_and_rate_must_be_above_zero(shape: float, rate: float) -> None:
    for ask in (gamma_cdf, gamma_survival, gamma_quantile):
        with pytest.raises(ValueError, match="above 0"):
            ask(0.5, shape, rate)


def test_a_chance_lies_between_zero_and_one() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        gamma_quantile(1.5, 2, 4)


@given(st.floats(0.001, 0.999), st.floats(0.01, 3))
def test_log_normal_quantiles_are_multiples_of_the_mean(p: float, sigma: float) -> None:
    of_mean_one = stats.lognorm(sigma, scale=np.exp(-(sigma**2) / 2))
    assert of_mean_one.mean() == pytest.approx(1)
    assert lognormal_quantile(p, sigma) == pytest.approx(of_mean_one.ppf(p), rel=1e-9)


@pytest.mark.parametrize("p", [0, 1, -0.1, 2])
def test_a_log_normal_quantity_has_no_quantile_at_a_chance_that_is_none(p: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        lognormal_quantile(p, 0.5)
