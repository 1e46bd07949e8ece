"""What a price hangs on: how far each input alone can move it, and where another lane begins. Scoring model, section 7.

Each input is set to the ends of its own 80 percent interval, with the others at their means: the bars of a tornado.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from debtaudit.domain.policy import Policy
from debtaudit.domain.risk import Factor, Lane, Risk
from debtaudit.scoring.worth import carrying_cost, lane_bounds

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Swing:
    """One input and the interest at both ends of its interval, a quarter."""

    name: str
    low: float
    high: float

    @property
    def width(self) -> float:
        """How far it moves the interest."""
        return abs(self.high - self.low)


@dataclass(frozen=True, slots=True)
class Border:
    """A lane next to the finding's own, and what it would take to get there."""

    lane: Lane
    interest: float
    events: float  # a quarter, with everything else as it is
    loss: float  # an event, with everything else as it is


def swings(risk: Risk, factors: Iterable[Factor], policy: Policy) -> tuple[Swing, ...]:
    """Return the five inputs that move the interest most, the largest first."""
    found = sorted(_swings(risk, {each.name: each for each in factors if not each.of}, policy),
                   key=lambda each: (-each.width, each.name))  # fmt: skip
    return tuple(each for each in found if each.width > 0)[:SHOWN]


def _swings(risk: Risk, factors: dict[str, Factor], policy: Policy) -> Iterator[Swing]:
    events, loss, carry = risk.likelihood.events, risk.loss.event, risk.carry
    yield Swing("events a quarter", events.p10 * loss.mean + carry, events.p90 * loss.mean + carry)
    yield Swing("loss of an event", events.mean * loss.p10 + carry, events.mean * loss.p90 + carry)
    volatility = factors.get("volatility")
    if volatility and volatility.default:
        worlds = (policy.volatility_low, policy.volatility_high)
        ends = [_events_at(risk, each / volatility.value) for each in worlds]
        yield Swing("volatility, which is unknown", *(each * loss.mean + carry for each in ends))
    efforts = (risk.principal.low, risk.principal.high)
    ends = [carrying_cost(risk.severity, each * policy.day_cost, policy) for each in efforts]
    yield Swing("days of the repair", *(events.mean * loss.mean + each for each in ends))
    days = risk.loss.detect_days + risk.loss.resolve_days
    if risk.loss.detect_days and days:
        lasting = sum(each.weight * (each.loss - each.tickets) for each in risk.loss.systems if not each.anchored)
        longer = (each - risk.loss.detect_days for each in (policy.detect_automated, policy.detect_nobody))
        ends = [loss.mean + each * lasting / days for each in longer]
        yield Swing("days until it is noticed", *(events.mean * each + carry for each in ends))


def _events_at(risk: Risk, times: float) -> float:
    belief = risk.likelihood
    return ((belief.a - belief.incidents) * times + belief.incidents) / belief.b


def borders(risk: Risk, policy: Policy) -> tuple[Border, ...]:
    """Return the lanes below and above a finding's own, as far as its price decides; none where an override does."""
    interest = risk.interest.mean
    if risk.overrides or interest <= 0 or risk.lane not in {"now", "next", "later"}:
        return ()
    next_at, now_at = lane_bounds(risk.priority / interest, policy)
    lanes: dict[Lane, tuple[tuple[Lane, float], ...]] = {
        "now": (("next", now_at),),
        "next": (("later", next_at), ("now", now_at)),
        "later": (("next", next_at),),
    }
    return tuple(_border(risk, lane, at) for lane, at in lanes[risk.lane])


def _border(risk: Risk, lane: Lane, at: float) -> Border:
    events, loss = risk.likelihood.events.mean, risk.loss.event.mean
    from_events = max(0.0, at - risk.carry)
    return Border(lane, at, from_events / loss if loss else 0.0, from_events / events if events else 0.0)
