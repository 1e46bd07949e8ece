from __future__ import annotations

from fractions import Fraction
from math import comb, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from debtaudit.drift.ks_chance import EXACT_UP_TO, two_sided


def counted(gap: int, n: int, m: int) -> Fraction:
    """Count the orders of n and m rows in which the gap is at least so many n m-ths somewhere."""
    inside = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            if abs(i * m - j * n) < gap:
                before = (inside[i - 1][j] if i else 0) + (inside[i][j - 1] if j else 0)
                inside[i][j] = 1 if i == j == 0 else before
    return 1 - Fraction(inside[n][m], comb(n + m, n))


@given(st.integers(1, 25), st.integers(1, 25), st.floats(0.001, 1))
def test_it_is_the_share_of_all_orders_to_the_last_digit(n: int, m: int, share: float) -> None:
    gap = max(1, round(share * n * m))
    assert two_sided(gap / (n * m), n, m) == pytest.approx(float(counted(gap, n, m)), rel=1e-12)


@pytest.mark.parametrize(("n", "m"), [(1000, 200), (4000, 3999), (10_000, 10_000)])
def test_it_is_scipys_for_samples_as_people_have_them(n: int, m: int) -> None:
    rng = np.random.default_rng(n + m)
    found = stats.ks_2samp(rng.normal(size=n), rng.normal(0.05, 1, size=m))
    assert two_sided(float(found.statistic), n, m) == pytest.approx(found.pvalue, rel=1e-9)


@pytest.mark.parametrize("scaled", [0.1, 0.3, 0.6, 0.9, 1.2, 1.36, 1.7, 2.2, 2.9])
@pytest.mark.parametrize(("n", "m"), [(EXACT_UP_TO + 1, 60), (20_000, 15_000), (5_000_000, 3_000_000)])
def test_beyond_ten_thousand_rows_it_is_scipys_law_of_one_sample(n: int, m: int, scaled: float) -> None:
    rows = round(n * m / (n + m))
    d = scaled / sqrt(rows)
    assert two_sided(d, n, m) == pytest.approx(stats.kstwo.sf(d, rows), abs=1e-8 if rows > 1000 else 1e-4)


def test_tiny_chances_keep_their_size() -> None:
    assert two_sided(0.5, 1000, 1000) == pytest.approx(stats.ks_2samp(range(1000), range(500, 1500)).pvalue, rel=1e-9)
    assert two_sided(0.01, 10**6, 10**6) == pytest.approx(stats.kstwo.sf(0.01, 500_000), rel=1e-2)


def test_no_gap_is_certain_and_a_side_without_rows_is_refused() -> None:
    assert two_sided(0.0, 5, 5) == 1
    with pytest.raises(ValueError, match="rows on both sides"):
        two_sided(0.5, 0, 5)
