"""How far is far: bands of effect size, what no change would show, and tests that hold for many features at once.

All measures compare `n_ref` rows of a reference with `n_cur` rows of a window over `bins` bins or categories. What no
change shows shrinks with both numbers, so that a value counts only when it lies beyond its band and beyond chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, lgamma, log, log1p, nan, sqrt
from statistics import NormalDist
from typing import Literal

from debtaudit.domain.statistics import gamma_quantile, gamma_survival

Band = Literal["stable", "watch", "act"]

DEFAULT_BINS = 10  # quantile bins of the reference, as most tools cut them
RARE = 0.01  # chance at which a value is beyond what no change shows
HALF = 0.5
TINY = 1e-300  # keeps the continued fraction away from a division by zero
CLOSE = 1e-15
MOST_TERMS = 1000
NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of drift: from where it is worth watching, from where acting, and how many rows it needs."""

    watch: float
    act: float
    least_rows: int


MEASURES = {
    "psi": Measure(0.10, 0.25, 200),  # convention of credit scoring; unsteady below 200 rows
    "ks": Measure(0.10, 0.20, 50),  # largest gap between two distribution functions
    "wasserstein": Measure(0.10, 0.25, 200),  # in standard deviations of the reference
    "jensen_shannon": Measure(0.10, 0.20, 200),  # distance: root of the divergence with base 2
    "chi2": Measure(0.10, 0.20, 50),  # Cramer's V
}


def band(measure: str, value: float) -> Band:
    """Return the band of a value; `KeyError` for a measure that is not in `MEASURES`."""
    limits = MEASURES[measure]
    return "act" if value >= limits.act else "watch" if value >= limits.watch else "stable"


def chance(measure: str, value: float, n_ref: int, n_cur: int, bins: int = DEFAULT_BINS) -> float:
    """Return the chance (0 to 1) that no change at all shows a value this large or larger.

    PSI is near chi2(bins - 1) times (1/n_ref + 1/n_cur) (Yurdakul and Naranjo 2020); the Jensen-Shannon divergence is
    an eighth of it to second order. Cramer's V is a scaled chi2 by definition. KS follows Kolmogorov. Wasserstein over
    the standard deviation is at least the shift of the mean and has its tail: within 10 % in simulation.

    Raises:
        KeyError: for a measure that is not in `MEASURES`.
        ValueError: when a number of rows is below 1 or there are fewer than 2 bins.
    """
    _check(n_ref, n_cur, bins)
    spread = 1 / n_ref + 1 / n_cur
    tails = {
        "psi": lambda: _chi2_tail(value / spread, bins),
        "ks": lambda: kolmogorov_tail(value / sqrt(spread)),
        "wasserstein": lambda: 2 * NORMAL.cdf(-max(0.0, value) / sqrt(spread)),
        "jensen_shannon": lambda: _chi2_tail(8 * log(2) * value**2 / spread, bins),
        "chi2": lambda: _chi2_tail(value**2 * (n_ref + n_cur), bins),
    }
    return tails[measure]()


def psi_no_change(n_ref: int, n_cur: int, bins: int = DEFAULT_BINS, p: float = 1 - RARE) -> float:
    """Return the PSI that stays unsurpassed with chance `p` although nothing has changed.

    Raises:
        ValueError: when a number of rows is below 1 or there are fewer than 2 bins.
    """
    _check(n_ref, n_cur, bins)
    return (1 / n_ref + 1 / n_cur) * gamma_quantile(p, (bins - 1) / 2, HALF)


def _check(n_ref: int, n_cur: int, bins: int) -> None:
    if n_ref < 1 or n_cur < 1 or bins < 2:  # noqa: PLR2004 - one bin holds everything and cannot change
        raise ValueError(f"drift needs rows on both sides and 2 bins, not {n_ref}, {n_cur} and {bins}")


def _chi2_tail(value: float, bins: int) -> float:
    return gamma_survival(value, (bins - 1) / 2, HALF)


def kolmogorov_tail(z: float) -> float:
    """Return the chance that the scaled largest gap between two equal distributions is above `z` (Kolmogorov 1933)."""
    if z < 0.2:  # noqa: PLR2004 - below, the chance is 1 to 12 digits and the series alternates slowly
        return 1.0
    terms = ((2.0 if k % 2 else -2.0) * exp(-2 * (k * z) ** 2) for k in range(1, 100))
    return min(1.0, max(0.0, sum(terms)))


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Return the q-value of each p-value, in the order given: the share of false alarms if one calls it an alarm.

    Benjamini and Hochberg 1995: p times their number over the rank, made monotone from the largest down.
    """
    ranked = sorted(range(len(p_values)), key=p_values.__getitem__, reverse=True)
    found, least = [1.0] * len(p_values), 1.0
    for above, place in enumerate(ranked):
        least = min(least, p_values[place] * (len(p_values) / (len(p_values) - above)))
        found[place] = least
    return found


@dataclass(frozen=True, slots=True)
class Slope:
    """A straight line through points: rise per unit of x, and the chance of one as steep if nothing rose or fell."""

    per_unit: float
    p_value: float


def slope_test(xs: Sequence[float], ys: Sequence[float]) -> Slope:
    """Fit a straight line by least squares and test its slope against 0 (two-sided t test with n - 2 degrees).

    Raises:
        ValueError: with fewer than 3 points, unequal lengths, or a single x.
    """
    xs, ys = _centred(xs), _centred(ys)
    spread = sum(x * x for x in xs)
    if len(xs) != len(ys) or len(xs) < 3 or spread == 0:  # noqa: PLR2004 - two points always lie on a line
        raise ValueError("a slope needs three points over more than one x")
    per_unit = sum(x * y for x, y in zip(xs, ys, strict=True)) / spread
    left = sum((y - per_unit * x) ** 2 for x, y in zip(xs, ys, strict=True))
    degrees = len(xs) - 2
    t = abs(per_unit) / sqrt(left / degrees / spread) if left > 0 else inf if per_unit else 0.0
    return Slope(per_unit, t_tail(t, degrees))


def rank_correlation(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Return Spearman's correlation (-1 to 1); ties share their mean rank; NaN where one side never moves."""
    a, b = _centred(_ranks(xs)), _centred(_ranks(ys))
    norm = sqrt(sum(x * x for x in a) * sum(y * y for y in b))
    return sum(x * y for x, y in zip(a, b, strict=True)) / norm if norm else nan


def _centred(values: Sequence[float]) -> list[float]:
    mean = sum(values) / (len(values) or 1)
    return [value - mean for value in values]


def _ranks(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    return [ordered.index(value) + (ordered.count(value) - 1) / 2 for value in values]


def t_tail(t: float, degrees: int) -> float:
    """Return the chance that Student's t is at least `t` away from 0 on either side."""
    return 1.0 if t == 0 else beta_share(degrees / (degrees + t * t), degrees / 2, HALF) if t < inf else 0.0


def beta_share(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b); NIST 8.17.22, on the side where it converges fast."""
    if not 0 < x < 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x > (a + 1) / (a + b + 2):
        return 1 - front * _beta_fraction(1 - x, b, a) / b
    return front * _beta_fraction(x, a, b) / a


def _beta_fraction(x: float, a: float, b: float) -> float:
    """Evaluate one over the continued fraction of the incomplete beta function, by Lentz's method."""
    c, d, value = 1.0, 0.0, 1.0
    for step in range(1, MOST_TERMS):
        term = _beta_term(step, x, a, b)
        d = 1 / _away_from_zero(1 + term * d)
        c = _away_from_zero(1 + term / c)
        value *= c * d
        if abs(c * d - 1) < CLOSE:
            break
    return 1 / value


def _beta_term(step: int, x: float, a: float, b: float) -> float:
    m = step // 2
    if step % 2:
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))


def _away_from_zero(value: float) -> float:
    return value if abs(value) > TINY else TINY
