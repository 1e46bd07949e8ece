"""Cases and their history -> what the findings cost, and in which lanes they belong."""

from __future__ import annotations

from typing import NamedTuple

from debtaudit.domain.finding import Evidence, Finding
from debtaudit.domain.policy import Policy
from debtaudit.domain.risk import Confidence, Likelihood, Loss, Range, Risk
from debtaudit.scoring import worth
from debtaudit.scoring.case import Case, Cases
from debtaudit.scoring.likelihood import expected, exposure, posterior
from debtaudit.scoring.simulation import Span
from debtaudit.scoring.uncertainty import Doubt

GRADES: dict[str, Confidence] = {"telemetry": "A", "incident": "A", "fact": "B", "link": "B", "answer": "C"}
LEVEL = 1 / 3
"""What one level of an answer moves a severity, as a share of the debt's highest: level 0 has all of it, 3 none."""
LIKELY_RIGHT = 3
"""An answer without evidence is a level too high or too low with a chance of one in five each."""


class Priceable(NamedTuple):
    """A finding, its case, and the aged weight of the incidents attributed to it."""

    finding: Finding
    case: Case
    incidents: float

    @property
    def prior(self) -> float:
        """Events a quarter to expect before any history."""
        return self.case.rate * self.finding.severity


class Expected(NamedTuple):
    """What is known of a finding's price before anything is drawn; the belief only where its interval is exact."""

    of: Priceable
    loss: Loss
    belief: Likelihood | None


class Pricer:
    """Prices findings under one policy."""

    def __init__(self, cases: Cases, policy: Policy) -> None:
        self._cases, self._policy = cases, policy

    def doubt(self, each: Priceable) -> Doubt:
        """Say what is uncertain of what a finding costs."""
        (finding, case, incidents), policy = each, self._policy
        setting, effort = case.setting, case.repair.principal
        low, likely, high = (
            worth.carrying_cost(finding.severity, days * policy.day_cost, policy)
            for days in (effort.low, effort.likely, effort.high)
        )
        return Doubt(
            finding.id, finding.asset.id, each.prior * case.pseudo, incidents,
            exposure(setting.quarters, setting.noticed, case.pseudo), setting.spread, severities(finding),
            setting.event, self._cases.sigma(case), (low, likely, high),
        )  # fmt: skip

    def expect(self, each: Priceable, *, known: bool) -> Expected:
        """Work out what needs no draws; `known` tells whether all that the belief depends on is."""
        return Expected(each, self._cases.loss(each.case), _belief(each) if known else None)

    def price(self, expected: Expected, interest: Span, events: Span | None) -> Risk:
        """Say what a finding costs. Means are exact; the spans of interest and events were drawn."""
        (each, loss, belief), policy = expected, self._policy
        finding, case, likelihood = each.finding, each.case, belief or _belief(each, events)
        repair, growth = case.repair, finding.debt.growth
        carry = worth.carrying_cost(finding.severity, repair.principal.cost, policy)
        mean = likelihood.events.mean * loss.event.mean + carry
        lifted, forced = severe(loss, policy), touches_rights(case, likelihood.probability, policy)
        band = worth.band(mean, policy)
        if lifted:
            band = worth.at_least(band, "high")
        lane = worth.lane(band, repair.pays * mean, forced=bool(forced))
        if lane == "later" and self._could_rise(case, likelihood, carry):
            lane = "find_out"
        return Risk(
            finding.severity, likelihood, loss, repair.principal, carry, Range(mean, *interest), growth,
            repair.returned * mean, repair.pays * mean, worth.cost_of_delay(mean, growth, policy),
            band, lane, grade(finding, likelihood), tuple(each for each in (lifted, forced) if each),
        )  # fmt: skip

    def _could_rise(self, case: Case, likelihood: Likelihood, carry: float) -> bool:
        """Whether knowing the volatility could lift a finding out of the last lane.

        Only upwards: a finding that is for now is not put off until somebody has answered a question.
        """
        setting, policy = case.setting, self._policy
        if len(setting.spread) == 1:
            return False
        prior = likelihood.prior * max(setting.spread)
        events = expected(prior, likelihood.incidents, setting.quarters, setting.noticed, case.pseudo)
        interest = events * setting.event + carry
        return worth.lane(worth.band(interest, policy), case.repair.pays * interest) != "later"


def _belief(each: Priceable, events: Span | None = None) -> Likelihood:
    setting = each.case.setting
    return posterior(each.prior, each.incidents, setting.quarters, setting.noticed, each.case.pseudo, events)


def severe(loss: Loss, policy: Policy) -> str:
    """Say why an event would be so dear that its rarity does not count; empty when it would not."""
    if loss.event.p90 < policy.severe_loss * policy.materiality:
        return ""
    return f"one event may cost more than {policy.severe_loss:g} times materiality: at least high"


def touches_rights(case: Case, chance: float, policy: Policy) -> str:
    """Say why a matter of rights is for now; empty when it is none, or hardly likely."""
    top = case.setting.situation.criticality == worth.TOP_CRITICALITY
    if not (case.debt.touches_rights and top and chance >= policy.rights_chance):
        return ""
    return "safety, rights or licence are at stake on a system of criticality 5: now"


def grade(finding: Finding, likelihood: Likelihood) -> Confidence:
    """Grade what a finding rests on: A measured or happened, B facts, C an answer with evidence, D no support."""
    if likelihood.incidents > 0:
        return "A"
    return min((_grade(each) for each in finding.evidence), default="D")


def _grade(evidence: Evidence) -> Confidence:
    return GRADES.get(evidence.kind, "D")


def severities(finding: Finding) -> tuple[float, ...]:
    """Return the severities that are possible, as multiples of the stated one: one, unless only a claim supports it.

    The true level lies as likely above as below the claimed one, within what the debt can be.
    """
    claimed = bool(finding.evidence) and all(each.kind == "claim" for each in finding.evidence)
    most = finding.debt.severity[1]
    step = min(LEVEL * most, most - finding.severity) / finding.severity if claimed and finding.severity else 0.0
    return (1 - step, *[1.0] * LIKELY_RIGHT, 1 + step) if step > 0 else (1.0,)
