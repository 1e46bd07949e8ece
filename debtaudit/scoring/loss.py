"""What one event costs: days it lasts, revenue hurt, tickets, response, penalty; on every system that it reaches.

    L = response + penalty + sum over systems s of w(s) * (D * R(s) * f + tickets(s) * cost of a ticket)

w(s) is the weight of the strongest path (1 for the home system). Engineers respond once, however many systems are hit,
so the response is not multiplied by the systems. A system whose revenue is unknown costs the anchor of its criticality;
a system that states revenue 0 costs none.
"""

from __future__ import annotations

from debtaudit.domain.asset import Model, System
from debtaudit.domain.debt import Debt, LossClass
from debtaudit.domain.graph import Reached
from debtaudit.domain.policy import Policy
from debtaudit.domain.risk import Loss, Range, SystemLoss
from debtaudit.domain.statistics import lognormal_quantile
from debtaudit.scoring.likelihood import HIGH, LOW
from debtaudit.scoring.situation import Fleet, Situation, Watch, anchor_of, tickets_a_day


def hurt(loss: LossClass, situation: Situation, fleet: Fleet) -> float:
    """Return the share of revenue hurt by an event of a class: the setting's, moved by what the asset's own cost."""
    policy = fleet.policy
    default = float(getattr(policy, f"hurt_{loss}"))
    own, count = measured_hurt(loss, situation, fleet)
    return (own * count + policy.own_weight * default) / (count + policy.own_weight) if default and count else default


def measured_hurt(loss: LossClass, situation: Situation, fleet: Fleet) -> tuple[float, int]:
    """Return the share that the asset's own incidents hurt, and over how many of stated cost and length."""
    a_day, count = situation.outage_cost if loss == "outage" else situation.fault_cost
    revenue = fleet.stakes(situation).revenue_a_day if count else 0.0
    return (min(1.0, a_day / revenue), count) if revenue else (0.0, 0)


def detect_days(debt: Debt, situation: Situation, watch: Watch, policy: Policy) -> float:
    """Return the days until an event is noticed: by who watches, moved by the asset's own history."""
    if debt.loss == "outage":
        return 0.0  # an outage is noticed at once and lasts hours
    default = float(getattr(policy, f"detect_{watch.how}"))
    delay = getattr(situation.asset, "label_delay_days", None) if isinstance(situation.asset, Model) else None
    if watch.how == "nobody" and isinstance(delay, (int, float)):
        default = max(default, float(delay))
    own, count = situation.own_detect
    return (own * count + policy.own_weight * default) / (count + policy.own_weight) if count else default


def resolve_days(debt: Debt, situation: Situation) -> float:
    """Return the days from notice to repair."""
    return situation.outage_days if debt.loss == "outage" else situation.resolve_days


def response_of(policy: Policy, *, blind: bool) -> float:
    """Return what engineers cost for one event; `blind`: lineage or rebuild is missing, so it takes them longer."""
    return policy.response_days * (policy.response_blind if blind else 1.0) * policy.day_cost


def loss_of(debt: Debt, situation: Situation, watch: Watch, fleet: Fleet, *, blind: bool) -> Loss:
    """Return what one event costs, system by system."""
    policy = fleet.policy
    detect, resolve = detect_days(debt, situation, watch, policy), resolve_days(debt, situation)
    fraction, days = hurt(debt.loss, situation, fleet), detect + resolve
    systems = tuple(_system_loss(reached, fraction, situation, days, fleet) for reached in situation.reaches)
    response, penalty = response_of(policy, blind=blind), fleet.stakes(situation).penalty
    home = situation.home.id if situation.home else ""
    own = response + penalty + sum(each.loss for each in systems if each.system == home)
    cascade = sum(each.weight * each.loss for each in systems if each.system != home)
    sigma, total = sigma_of(debt.loss, situation, fleet), own + cascade
    event = Range(total, total * lognormal_quantile(LOW, sigma), total * lognormal_quantile(HIGH, sigma))
    seen = measured_hurt(debt.loss, situation, fleet)[1] if fraction else 0
    return Loss(event, own, cascade, response, penalty, detect, resolve, systems, sigma, fraction, seen)


def sigma_of(loss: LossClass, situation: Situation, fleet: Fleet) -> float:
    """Return how uncertain the loss of an event is: sigma of its logarithm, more where an anchor stands for revenue."""
    guessed = fleet.stakes(situation).anchored and hurt(loss, situation, fleet)
    return fleet.policy.anchor_sigma if guessed else fleet.policy.loss_sigma


def mean_loss(debt: Debt, situation: Situation, watch: Watch, fleet: Fleet, *, blind: bool) -> float:
    """Return only the mean of the same loss: for the many debts that nobody can tell, that is all it takes."""
    policy, stakes, fraction = fleet.policy, fleet.stakes(situation), hurt(debt.loss, situation, fleet)
    fixed = response_of(policy, blind=blind) + stakes.penalty
    if not fraction:
        return fixed
    days = detect_days(debt, situation, watch, policy) + resolve_days(debt, situation)
    return fixed + stakes.an_event + days * (stakes.tickets_a_day + fraction * stakes.revenue_a_day)


def _system_loss(reached: Reached, fraction: float, situation: Situation, days: float, fleet: Fleet) -> SystemLoss:
    policy, system, at_home = fleet.policy, reached.system, reached.system is situation.home
    tickets = _tickets(system, situation, days, at_home=at_home, policy=policy) if fraction else 0.0
    revenue, anchored = 0.0, False
    if fraction and isinstance(system.revenue_per_day, (int, float)):
        revenue = days * system.revenue_per_day * fraction * fleet.peak(system)
    elif fraction and system.revenue_per_day is None:
        revenue, anchored = anchor_of(system, policy), True
    return SystemLoss(system.id, reached.weight, reached.path, revenue + tickets, revenue, tickets, anchored)


def _tickets(system: System, situation: Situation, days: float, *, at_home: bool, policy: Policy) -> float:
    if at_home and situation.tickets is not None:
        return situation.tickets * policy.ticket_cost
    return days * tickets_a_day(system, policy)
