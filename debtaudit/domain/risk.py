"""What a finding costs: every quantity with its range and the factors that it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from debtaudit.domain.facts import Place
from debtaudit.domain.quick import quick

Lane = Literal["now", "next", "later", "find_out", "accepted"]
Band = Literal["critical", "high", "medium", "low", "negligible"]
Confidence = Literal["A", "B", "C", "D"]

LANES: tuple[Lane, ...] = ("now", "next", "later", "find_out", "accepted")
BANDS: tuple[Band, ...] = ("negligible", "low", "medium", "high", "critical")


@quick
@dataclass(frozen=True, slots=True)
class Range:
    """A mean with its 80 percent interval."""

    mean: float
    p10: float
    p90: float


@dataclass(frozen=True, slots=True)
class Factor:
    """One number that went into a result: its name, value and unit, what it rests on, and whether it is a default.

    `of` names the system that it belongs to, where there is one for each.
    """

    name: str
    value: float
    unit: str
    says: str
    place: Place | None = None
    default: bool = False
    of: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Likelihood:
    """Loss events a quarter: a gamma posterior of shape `a` and rate `b` (quarters). Scoring model, section 1."""

    events: Range
    probability: float  # of at least one event next quarter
    prior: float  # events a quarter before any history
    a: float
    b: float
    incidents: float  # weighted incidents attributed to this finding
    quarters: float  # observed, discounted by age
    noticed: float  # chance that an event would be on record


@quick
@dataclass(frozen=True, slots=True)
class SystemLoss:
    """What one event costs on one system that it reaches."""

    system: str
    weight: float
    path: tuple[str, ...]
    loss: float  # before the weight
    revenue: float  # of it, revenue lost
    tickets: float  # of it, support
    anchored: bool  # whether it is an anchor for criticality instead of money


@quick
@dataclass(frozen=True, slots=True)
class Loss:
    """What one event costs: own part (home system and response) and cascade. Scoring model, sections 2 and 3."""

    event: Range
    own: float
    cascade: float
    response: float
    penalty: float
    detect_days: float
    resolve_days: float
    systems: tuple[SystemLoss, ...]
    sigma: float
    hurt: float = 0.0  # share of the revenue that an event hurts
    hurt_seen: int = 0  # incidents of stated cost and length that moved the share


@dataclass(frozen=True, slots=True)
class Principal:
    """What repaying costs: a three-point estimate in engineer-days, its mean after PERT, and money."""

    low: float
    likely: float
    high: float
    days: float
    cost: float
    estimated_by: str = ""  # empty: the catalogue's default


@quick
@dataclass(frozen=True, slots=True)
class Risk:
    """One finding, priced. Money is per quarter where nothing else is said. Scoring model, section 4."""

    severity: float
    likelihood: Likelihood
    loss: Loss
    principal: Principal
    carry: float
    interest: Range
    growth: float
    benefit: float
    priority: float
    cost_of_delay: float
    band: Band
    lane: Lane
    confidence: Confidence
    overrides: tuple[str, ...] = ()
