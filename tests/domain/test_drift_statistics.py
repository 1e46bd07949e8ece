"""Own arithmetic against scipy over thousands of random inputs, and the laws it must keep."""

from __future__ import annotations

from math import isnan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from debtaudit.domain.drift_statistics import (
    MEASURES,
    band,
    benjamini_hochberg,
    beta_share,
    chance,
    kolmogorov_tail,
    psi_no_change,
    rank_correlation,
    slope_test,
    t_tail,
)

RNG = np.random.default_rng(20260930)
P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=60)


def test_benjamini_hochberg_agrees_with_scipy() -> None:
    for _ in range(2000):
        p = RNG.random(RNG.integers(1, 60)) ** RNG.integers(1, 6)
        assert benjamini_hochberg(list(p)) == pytest.approx(stats.false_discovery_control(p), rel=1e-12)


@given(P_VALUES)
def test_a_q_value_is_never_below_its_p_value_and_keeps_the_order(p: list[float]) -> None:
    q = benjamini_hochberg(p)
    assert all(least <= value <= 1 for least, value in zip(p, q, strict=True))
    assert [q[place] for place in sorted(range(len(p)), key=p.__getitem__)] == sorted(q)


def test_no_p_values_give_no_q_values() -> None:
    assert benjamini_hochberg([]) == []


def test_the_slope_test_agrees_with_scipy() -> None:
    for _ in range(2000):
        n = int(RNG.integers(3, 60))
        xs = np.sort(RNG.choice(1000, n, replace=False)) + 739_000.0  # day numbers
        ys = RNG.normal(size=n) + RNG.normal() * 0.01 * xs
        mine, other = slope_test(list(xs), list(ys)), stats.linregress(xs, ys)
        assert mine.per_unit == pytest.approx(other.slope, rel=1e-7)
        assert mine.p_value == pytest.approx(other.pvalue, rel=1e-6, abs=1e-14)


def test_points_on_a_line_leave_no_doubt_and_a_level_line_leaves_all() -> None:
    assert slope_test([1, 2, 3, 4], [2, 4, 6, 8]).p_value == 0
    assert slope_test([1, 2, 3, 4], [5, 5, 5, 5]).p_value == 1


@pytest.mark.parametrize(("xs", "ys"), [([1, 2], [1, 2]), ([1, 1, 1], [1, 2, 3]), ([1, 2, 3], [1, 2])])
def test_too_few_points_are_refused(xs: list[float], ys: list[float]) -> None:
    with pytest.raises(ValueError, match="slope"):
        slope_test(xs, ys)


def test_the_incomplete_beta_function_agrees_with_scipy() -> None:
    for _ in range(5000):
        x, a, b = RNG.random(), RNG.random() * 200 + 0.01, RNG.random() * 200 + 0.01
        assert beta_share(x, a, b) == pytest.approx(special.betainc(a, b, x), rel=1e-9, abs=1e-13)


def test_the_t_tail_agrees_with_scipy() -> None:
    for _ in range(3000):
        t, degrees = RNG.exponential(3), int(RNG.integers(1, 400))
        assert t_tail(t, degrees) == pytest.approx(2 * stats.t.sf(t, degrees), rel=1e-9)


def test_rank_correlation_agrees_with_scipy_ties_included() -> None:
    for _ in range(1000):
        n = int(RNG.integers(4, 40))
        xs, ys = RNG.integers(0, 8, n).astype(float), RNG.integers(0, 8, n).astype(float)
        if len(set(xs)) > 1 and len(set(ys)) > 1:
            assert rank_correlation(list(xs), list(ys)) == pytest.approx(stats.spearmanr(xs, ys).statistic, abs=1e-12)


def test_a_side_that_never_moves_has_no_rank_correlation() -> None:
    assert isnan(rank_correlation([1, 1, 1], [1, 2, 3]))


def test_the_kolmogorov_tail_agrees_with_scipy() -> None:
    for z in RNG.random(3000) * 4:
        assert kolmogorov_tail(z) == pytest.approx(special.kolmogorov(z), rel=1e-9, abs=1e-14)


def test_chances_agree_with_the_distributions_they_follow() -> None:
    for _ in range(2000):
        n_ref, n_cur, bins = (int(each) for each in RNG.integers([20, 20, 2], [50_000, 50_000, 40]))
        spread, value = 1 / n_ref + 1 / n_cur, RNG.exponential(0.05)
        pairs = [
            ("psi", stats.chi2.sf(value / spread, bins - 1)),
            ("jensen_shannon", stats.chi2.sf(8 * np.log(2) * value**2 / spread, bins - 1)),
            ("chi2", stats.chi2.sf(value**2 * (n_ref + n_cur), bins - 1)),
            ("wasserstein", 2 * stats.norm.sf(value / sqrt(spread))),
            ("ks", stats.kstwobign.sf(value / sqrt(spread))),
        ]
        for measure, expected in pairs:
            assert chance(measure, value, n_ref, n_cur, bins) == pytest.approx(expected, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize(("n_ref", "n_cur", "bins"), [(1000, 200, 10), (1000, 1000, 10), (5000, 400, 20)])
def test_the_psi_of_no_change_is_within_a_tenth_of_simulation(n_ref: int, n_cur: int, bins: int) -> None:
    ref = RNG.multinomial(n_ref, [1 / bins] * bins, size=20_000) / n_ref
    cur = RNG.multinomial(n_cur, [1 / bins] * bins, size=20_000) / n_cur
    simulated = np.quantile(((cur - ref) * np.log(cur / ref)).sum(axis=1), 0.99)
    assert psi_no_change(n_ref, n_cur, bins) == pytest.approx(simulated, rel=0.1)


@given(st.integers(1, 100_000), st.integers(1, 100_000), st.integers(2, 50))
def test_the_psi_of_no_change_has_the_chance_it_is_named_for(n_ref: int, n_cur: int, bins: int) -> None:
    assert chance("psi", psi_no_change(n_ref, n_cur, bins), n_ref, n_cur, bins) == pytest.approx(0.01, rel=1e-6)


@given(st.sampled_from(sorted(MEASURES)), st.floats(0, 1), st.floats(0, 1), st.integers(50, 10_000))
def test_a_larger_value_is_never_likelier(measure: str, one: float, other: float, rows: int) -> None:
    small, large = sorted((one, other))
    assert chance(measure, large, rows, rows) <= chance(measure, small, rows, rows) + 1e-12


@pytest.mark.parametrize(("rows", "bins"), [((0, 100), 10), ((100, 0), 10), ((100, 100), 1)])
def test_drift_without_rows_or_bins_is_refused(rows: tuple[int, int], bins: int) -> None:
    with pytest.raises(ValueError, match="rows on both sides"):
        chance("psi", 0.3, *rows, bins)


@pytest.mark.parametrize(("value", "expected"), [(0.09, "stable"), (0.10, "watch"), (0.24, "watch"), (0.25, "act")])
def test_the_bands_of_psi_begin_at_a_tenth_and_a_quarter(value: float, expected: str) -> None:
    assert band("psi", value) == expected


def test_an_unknown_measure_is_refused() -> None:
    with pytest.raises(KeyError):
        band("mmd", 0.3)
