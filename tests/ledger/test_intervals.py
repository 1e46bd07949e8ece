"""Intervals, against numbers worked out elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.ledger.intervals import (
    NONE,
    difference,
    natural_limits,
    of_mean,
    of_median,
    of_rate,
    of_ratio,
    poisson,
    spearman,
    wilson,
)

scipy_stats = pytest.importorskip("scipy.stats")


@pytest.mark.parametrize(("part", "whole"), [(0, 9), (4, 9), (9, 9), (320, 1162), (1, 1)])
def test_shares_have_the_interval_of_wilson(part: int, whole: int) -> None:
    told = scipy_stats.binomtest(part, whole).proportion_ci(0.9, "wilson")
    assert wilson(part, whole) == pytest.approx((told.low, told.high), abs=1e-12)


@pytest.mark.parametrize("events", [0, 1, 12, 400])
def test_counts_have_the_exact_interval(events: int) -> None:
    low = scipy_stats.chi2.ppf(0.05, 2 * events) / 2 if events else 0.0
    assert poisson(events, 2.0) == pytest.approx((low / 2, scipy_stats.chi2.ppf(0.95, 2 * events + 2) / 4))


def test_nothing_counted_has_no_interval() -> None:
    assert [wilson(0, 0), poisson(3, 0.0), of_mean([5.0]), of_median([]), of_ratio([(1, 0)] * 3), of_rate([], 9.0)] == [
        NONE
    ] * 6


def test_a_bootstrap_comes_near_to_what_theory_says() -> None:
    values = [float(n % 17) for n in range(200)]
    low, high = of_mean(values)
    told = scipy_stats.bootstrap((values,), lambda v, axis: v.mean(axis=axis), confidence_level=0.9, rng=1)
    assert (low, high) == pytest.approx(told.confidence_interval, abs=0.1)


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=12))
def test_the_same_values_give_the_same_interval_within_their_range(values: list[float]) -> None:
    for made in (of_mean, of_median):
        low, high = made(values)
        assert (low, high) == made(values)
        assert low is not None and high is not None
        assert min(values) - 1e-6 <= low <= high <= max(values) + 1e-6


def test_a_ratio_of_equal_things_has_no_width() -> None:
    assert of_ratio([(1.0, 2.0)] * 5) == (0.5, 0.5)


def test_a_difference_is_wider_than_either_side() -> None:
    assert difference(0.5, (0.4, 0.6), 0.3, (0.2, 0.4)) == pytest.approx((0.2 - 0.02**0.5, 0.2 + 0.02**0.5))
    assert difference(0.5, NONE, 0.3, (0.2, 0.4)) == NONE


def test_rank_correlation_is_that_of_spearman() -> None:
    pairs = [(1.0, 2.0), (2.0, 1.0), (3.0, 5.0), (4.0, 4.0), (5.0, 9.0), (5.0, 7.0)]
    rho, (low, high) = spearman(pairs)
    assert rho == pytest.approx(scipy_stats.spearmanr(*zip(*pairs, strict=True)).statistic)
    assert low is not None and high is not None and rho is not None and low < rho < high
    assert spearman([(1.0, n) for n in (1.0, 2.0, 3.0, 4.0, 5.0)]) == (None, NONE)


def test_natural_limits_follow_the_moving_range() -> None:
    assert natural_limits([10.0, 12.0, 10.0, 12.0]) == pytest.approx((11 - 2.66 * 2, 11 + 2.66 * 2))
