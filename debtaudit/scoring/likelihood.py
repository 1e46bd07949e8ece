"""How often a finding bites: a prior from the catalogue, moved by incidents (gamma-Poisson shrinkage).

    prior          m0 = prior_rate * severity * volatility * change
    belief         lambda ~ Gamma(m0 * b0, b0), b0 quarters of pseudo-history
    after n incidents in T quarters, of which a share p would be on record:
    posterior      lambda ~ Gamma(m0 * b0 + n, b0 + p * T)

A year without incidents proves little where nobody looks: that is what p is for.
"""

from __future__ import annotations

from math import log

from debtaudit.domain.risk import Likelihood, Range
from debtaudit.domain.statistics import gamma_quantile

LOW, HIGH = 0.1, 0.9


def prior_events(prior_rate: float, severity: float, volatility: float, change: float = 1.0) -> float:
    """Return the events a quarter to expect before any history."""
    return prior_rate * severity * volatility * change


def posterior(
    prior: float, incidents: float, quarters: float, noticed: float, pseudo: float,
    drawn: tuple[float, float] | None = None,
) -> Likelihood:  # fmt: skip
    """Return the belief about events a quarter after `incidents` in `quarters`, with its exact 80 percent interval.

    `prior` is in events a quarter; `noticed` is the chance that an event is on record; `pseudo` are the quarters of
    history that the prior is worth. Where more than the rate is uncertain, the interval is the one `drawn`.
    """
    a, b = prior * pseudo + incidents, exposure(quarters, noticed, pseudo)
    if a <= 0:
        return Likelihood(Range(0.0, 0.0, 0.0), 0.0, prior, a, b, incidents, quarters, noticed)
    ends = drawn or (gamma_quantile(LOW, a, b), gamma_quantile(HIGH, a, b))
    return Likelihood(Range(a / b, *ends), at_least_one(a, b), prior, a, b, incidents, quarters, noticed)


def exposure(quarters: float, noticed: float, pseudo: float) -> float:
    """Return the rate of the belief after history, in quarters: what the prior is worth, and what was observed."""
    return pseudo + noticed * quarters


def expected(prior: float, incidents: float, quarters: float, noticed: float, pseudo: float) -> float:
    """Return only the mean of the same belief."""
    return (prior * pseudo + incidents) / (pseudo + noticed * quarters)


def at_least_one(a: float, b: float) -> float:
    """Return the chance of at least one event next quarter: exact for a gamma belief (negative binomial)."""
    return 1 - float((b / (b + 1)) ** a)


def aged(quarters: float, half_life: float) -> float:
    """Return a span of quarters discounted like the incidents in it: the integral of 2^(-t / half_life)."""
    return half_life / log(2) * (1 - float(0.5 ** (quarters / half_life)))


def weight_at(quarters_ago: float, half_life: float) -> float:
    """Return how much an incident still counts."""
    return float(0.5 ** (max(0.0, quarters_ago) / half_life))
