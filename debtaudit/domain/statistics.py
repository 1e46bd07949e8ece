"""The gamma distribution: how sure a rate of events is after so many events in so much time.

A rate that was believed to be gamma(a0, b0) and then brought n events in T quarters is gamma(a0 + n, b0 + T). Shapes
are numbers, rates are one over the unit of `x`. Relative errors stay below 1e-9 for shapes from 1e-3 to 1e4.
Formulas: NIST Digital Library of Mathematical Functions, 8.7.1 (series) and 8.9.2 (continued fraction).
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, expm1, inf, lgamma, log, log1p
from statistics import NormalDist

EPSILON = 1e-15
STEP = 1e-8  # relative; Newton's method squares its error, so the step after this one would change nothing
MOST_STEPS = 100
MEDIAN = 0.5

STANDARD_NORMAL = NormalDist()


def gamma_cdf(x: float, shape: float, rate: float) -> float:
    """Return the chance that a gamma(shape, rate) quantity is at most `x`.

    Raises:
        ValueError: when shape or rate is not above 0.
    """
    _check(shape, rate)
    return exp(_log_tails(shape, log(rate * x))[0]) if rate * x > 0 else 0.0


def gamma_survival(x: float, shape: float, rate: float) -> float:
    """Return the chance that a gamma(shape, rate) quantity is above `x`, exact where `1 - gamma_cdf` would round to 0.

    Raises:
        ValueError: when shape or rate is not above 0.
    """
    _check(shape, rate)
    return exp(_log_tails(shape, log(rate * x))[1]) if rate * x > 0 else 1.0


def gamma_quantile(p: float, shape: float, rate: float) -> float:
    """Return the value that a gamma(shape, rate) quantity stays below with chance `p`; 0 for p 0, infinite for p 1.

    Raises:
        ValueError: when shape or rate is not above 0, or `p` lies outside 0 to 1.
    """
    _check(shape, rate)
    if not 0 <= p <= 1:
        raise ValueError(f"a probability lies between 0 and 1, not at {p:g}")
    return exp(_log_quantile(p, shape)) / rate if 0 < p < 1 else (0.0 if p == 0 else inf)


def lognormal_quantile(p: float, sigma: float) -> float:
    """Return what a log-normal quantity stays below with chance `p`, as a multiple of its mean.

    Raises:
        ValueError: when `p` does not lie between 0 and 1.
    """
    if not 0 < p < 1:
        raise ValueError(f"a probability lies between 0 and 1, not at {p:g}")
    return exp(sigma * STANDARD_NORMAL.inv_cdf(p) - sigma**2 / 2)


def _check(shape: float, rate: float) -> None:
    if not (0 < shape < inf and 0 < rate < inf):
        raise ValueError(f"a gamma distribution needs shape and rate above 0, not {shape:g} and {rate:g}")


@lru_cache(maxsize=65_536)
def _log_quantile(p: float, shape: float) -> float:
    """Solve for the logarithm of the quantile at rate 1.

    The logarithm of a gamma quantity has a log-concave density, so the logarithm of either tail is concave in ln x and
    Newton's method arrives from every start. The smaller tail is solved for: it carries the digits.
    """
    lower = p < MEDIAN
    target = log(p) if lower else log1p(-p)
    at = _first_guess(p, shape)
    for _ in range(MOST_STEPS):
        tail = _log_tails(shape, at)[0 if lower else 1]
        slope = exp(_log_density(shape, at) - tail)
        step = (tail - target) / slope
        at -= step if lower else -step
        if abs(step) < STEP:
            break
    return at


def _first_guess(p: float, shape: float) -> float:
    """Guess by Wilson and Hilferty (1931); for small shapes by the first term of the series, which lies below."""
    root = 1 - 1 / (9 * shape) + STANDARD_NORMAL.inv_cdf(p) / (3 * shape**0.5)
    return log(shape) + 3 * log(root) if shape >= 1 and root > 0 else (log(p) + lgamma(shape + 1)) / shape


def _log_density(shape: float, log_x: float) -> float:
    """Log density of the logarithm of a gamma(shape, 1) quantity."""
    return shape * log_x - exp(log_x) - lgamma(shape)


def _log_tails(shape: float, log_x: float) -> tuple[float, float]:
    """Logarithms of the lower and the upper tail: the one that converges fast is summed, the other is the rest to 1."""
    x = exp(log_x)
    density = _log_density(shape, log_x)
    if x < shape + 1:
        lower = density + log(_series(shape, x))
        return lower, _log_of_rest(lower)
    upper = density + log(_continued_fraction(shape, x))
    return _log_of_rest(upper), upper


def _log_of_rest(log_part: float) -> float:
    """ln(1 - part), with the part kept below 1 where its rounding would reach it."""
    return log(-expm1(min(log_part, -EPSILON)))


def _series(shape: float, x: float) -> float:
    """Sum x^n / (shape (shape + 1) ... (shape + n))."""
    term = total = 1 / shape
    divisor = shape
    while term > total * EPSILON:
        divisor += 1
        term *= x / divisor
        total += term
    return total


def _continued_fraction(shape: float, x: float) -> float:
    """1 / (x + 1 - shape - 1 (1 - shape) / (x + 3 - shape - ...)), after Lentz: no divisor is 0 for x > shape + 1."""
    divisor = x + 1 - shape
    denominator = total = 1 / divisor
    numerator = inf
    n, factor = 0, 0.0
    while abs(factor - 1) > EPSILON:
        n += 1
        weight = n * (shape - n)
        divisor += 2
        denominator = 1 / (divisor + weight * denominator)
        numerator = divisor + weight / numerator
        factor = numerator * denominator
        total *= factor
    return total
