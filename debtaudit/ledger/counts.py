"""Counts of events where the rate itself is uncertain: the negative binomial distribution.

A rate believed to be Gamma(a, b), watched for a time e, gives n events with chance

    Gamma(n + a) / (Gamma(a) n!) * (b / (b + e))^a * (e / (b + e))^n

n may be a fraction: an incident that is shared among findings counts in part for each, and n! is then Gamma(n + 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, expm1, inf, lgamma, log, log1p

MOST = 100_000
"""Events up to which chances are added up."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The whole numbers that a count should lie between, ends included, and the chance that it does."""

    low: int
    high: int
    chance: float

    def holds(self, count: float) -> bool:
        """Tell whether a count, which may be a fraction, lies inside."""
        return self.low <= count <= self.high


def log_mass(count: float, shape: float, rate: float, time: float) -> float:
    """Return the logarithm of the chance of `count` events in `time` at a rate of Gamma(shape, rate)."""
    if time <= 0 or shape <= 0:
        return 0.0 if count == 0 else -inf
    never = -shape * log1p(time / rate)
    if count == 0:
        return never
    return lgamma(count + shape) - lgamma(shape) - lgamma(count + 1) + never - count * log1p(rate / time)


def chance_of_any(shape: float, rate: float, time: float) -> float:
    """Return the chance of at least one event in `time` at a rate of Gamma(shape, rate)."""
    return -expm1(log_mass(0, shape, rate, time))


def interval(mean: float, variance: float, level: float) -> Interval:
    """Return the central interval of a count with this mean and variance; negative binomial, Poisson at the least.

    The sum of counts at different rates is no negative binomial itself, and is told by the one of its mean and
    variance. Whole numbers seldom hit a level exactly, so the chance inside is `level` or more, and is told.
    """
    if mean <= 0:
        return Interval(0, 0, 1.0)
    excess = variance - mean
    tail, below, low = (1 - level) / 2, 0.0, -1
    under = 0.0  # the chance of less than `low`
    for count in range(MOST):
        mass = exp(_log_mass_of(count, mean, excess))
        if low < 0 and below + mass > tail:
            low, under = count, below
        below += mass
        if below >= 1 - tail:
            return Interval(low, count, below - under)
    return Interval(max(low, 0), MOST, below - under)


def _log_mass_of(count: int, mean: float, excess: float) -> float:
    if excess <= 1e-9 * mean:  # as good as a known rate
        return count * log(mean) - mean - lgamma(count + 1)
    shape = mean * mean / excess
    return log_mass(count, shape, shape, mean)
