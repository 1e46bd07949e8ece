from __future__ import annotations

from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from debtaudit.ledger.counts import chance_of_any, interval, log_mass

shapes = st.floats(0.01, 50)
rates = st.floats(0.1, 50)
times = st.floats(0.01, 40)


@given(st.integers(0, 40), shapes, rates, times)
def test_chances_are_those_of_a_negative_binomial(count: int, shape: float, rate: float, time: float) -> None:
    known = stats.nbinom(shape, rate / (rate + time)).logpmf(count)
    assert log_mass(count, shape, rate, time) == pytest.approx(known, rel=1e-8, abs=1e-8)


@given(shapes, rates, times)
def test_the_chance_of_any_is_what_is_left_of_none(shape: float, rate: float, time: float) -> None:
    assert chance_of_any(shape, rate, time) == pytest.approx(1 - exp(log_mass(0, shape, rate, time)), abs=1e-12)


def test_where_nobody_watched_nothing_can_be_on_record() -> None:
    assert chance_of_any(2.0, 4.0, 0.0) == 0
    assert exp(log_mass(1, 2.0, 4.0, 0.0)) == 0


@given(st.floats(0.05, 300), st.floats(1.001, 6))
def test_the_ends_of_an_interval_are_the_quantiles(mean: float, times_mean: float) -> None:
    variance = mean * times_mean
    shape = mean * mean / (variance - mean)
    known = stats.nbinom(shape, shape / (shape + mean))
    made = interval(mean, variance, 0.9)
    assert [made.low, made.high] == known.ppf([0.05, 0.95]).tolist()
    assert made.chance == pytest.approx(known.cdf(made.high) - known.cdf(made.low - 1))
    assert made.chance >= 0.9 - 1e-9


def test_a_count_at_a_known_rate_is_poisson() -> None:
    made = interval(7.0, 7.0, 0.9)
    assert [made.low, made.high] == stats.poisson(7).ppf([0.05, 0.95]).tolist()


def test_nothing_to_expect_is_an_interval_of_nothing() -> None:
    assert interval(0.0, 0.0, 0.9).holds(0)
    assert not interval(0.0, 0.0, 0.9).holds(1)


def test_the_interval_of_a_sum_of_unlike_counts_holds_what_it_says() -> None:
    """The sum is no negative binomial; the one of its mean and variance comes close all the same."""
    beliefs = [(0.3, 4.0), (2.0, 4.0), (0.05, 6.0), (8.0, 9.0)]
    parts = [stats.nbinom(a, b / (b + 0.6)) for a, b in beliefs]
    made = interval(sum(each.mean() for each in parts), sum(each.var() for each in parts), 0.9)
    sums = np.sum([each.rvs(20_000, random_state=number) for number, each in enumerate(parts)], axis=0)
    inside = float(np.mean((sums >= made.low) & (sums <= made.high)))
    assert inside == pytest.approx(made.chance, abs=0.02)
