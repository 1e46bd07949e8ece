"""What a finding costs and what repaying it is worth: interest, principal, benefit, band and lane.

    carrying cost  C = carry * severity * P
    interest       I = lambda * L + C                                          a quarter
    principal      P = (low + 4 likely + high) / 6 * day cost                  (PERT)
    benefit        B = sum over t = 1..H of e * I * min(cap, (1+g)^t) * (1+r)^-t * k_t
    priority       B / P, with P of half a day at least
    cost of delay  e * I * (1+g)                                               for the coming quarter

k_t is the part of quarter t that is left when the work is finished.
"""

from __future__ import annotations

from math import inf

from debtaudit.domain.debt import Days
from debtaudit.domain.policy import Policy
from debtaudit.domain.risk import BANDS, Band, Lane, Principal

TOP_CRITICALITY = 5
REVIEWED_FROM = 4


def principal(effort: Days, criticality: int | None, policy: Policy, estimated_by: str = "") -> Principal:
    """Return the cost of a repair; important systems take extra review unless the estimate is the team's own."""
    factor = policy.review if not estimated_by and (criticality or 0) >= REVIEWED_FROM else 1.0
    low, likely, high = (each * factor for each in (effort.low, effort.likely, effort.high))
    days = Days(low, likely, high).mean
    return Principal(low, likely, high, days, days * policy.day_cost, estimated_by)


def carrying_cost(severity: float, cost: float, policy: Policy) -> float:
    """Return the friction paid each quarter even without an event."""
    return policy.carry * severity * cost


def finished_after(days: float, policy: Policy) -> float:
    """Return the quarters until the work is done, to a tenth: nobody knows it finer."""
    return round(policy.start_delay + days / policy.working_days, 1)


def benefit(interest: float, growth: float, done_after: float, policy: Policy) -> float:
    """Return what repaying saves over the horizon, discounted."""
    total = 0.0
    for quarter in range(1, int(policy.horizon) + 1):
        grown = min(policy.growth_cap, (1 + growth) ** quarter)
        left = max(0.0, min(1.0, quarter - done_after))
        total += policy.effectiveness * interest * grown * (1 + policy.discount) ** -quarter * left
    return total


def priority(worth: float, cost: float, policy: Policy) -> float:
    """Return benefit for each unit of cost; trivial chores do not rise by tiny denominators."""
    return worth / max(cost, policy.least_days * policy.day_cost)


def cost_of_delay(interest: float, growth: float, policy: Policy) -> float:
    """Return what waiting one quarter costs."""
    return policy.effectiveness * interest * (1 + growth)


def band(interest: float, policy: Policy) -> Band:
    """Return the band of an interest: critical from materiality on, each lower one a fixed ratio below."""
    limit = policy.materiality
    for name in reversed(BANDS[1:]):
        if interest >= limit:
            return name
        limit /= policy.band_ratio
    return BANDS[0]


def at_least(first: Band, second: Band) -> Band:
    """Return the higher of two bands."""
    return max(first, second, key=BANDS.index)


def lane_bounds(pays: float, policy: Policy) -> tuple[float, float]:
    """Return the interest from which a finding belongs to the lanes next and now; `pays` is its worth for each unit."""
    even = 1 / pays if pays > 0 else inf
    critical, high = policy.materiality, policy.materiality / policy.band_ratio
    return min(high, max(high / policy.band_ratio, even)), min(critical, max(high, even))


def lane(risk_band: Band, worth: float, *, forced: bool = False) -> Lane:
    """Return the urgency lane: severity first, `worth` (benefit for each unit of cost) second."""
    pays = worth >= 1
    if forced or risk_band == "critical" or (risk_band == "high" and pays):
        return "now"
    if risk_band == "high" or (risk_band == "medium" and pays):
        return "next"
    return "later"
