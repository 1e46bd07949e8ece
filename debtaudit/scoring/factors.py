"""Every number behind a price, in the order of the arithmetic, each with what it rests on and where that stands.

They are enough to work the price out again by hand:

    events   a = (prior_rate * rate_ratio * severity * volatility * change) * pseudo_history + incidents
             b = pseudo_history + noticed * observed;            events a quarter = a / b
    loss     L = response + penalty
                 + sum over systems of weight * ((detect + resolve) * revenue * hurt * peak + tickets);
             where a system's revenue is unknown, its anchor stands for the revenue part
    interest I = a / b * L + carry * severity * days * day_cost
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean

from debtaudit.domain.asset import Asset, System
from debtaudit.domain.facts import Place
from debtaudit.domain.inventory import Inventory
from debtaudit.domain.policy import Policy
from debtaudit.domain.risk import Factor, Loss, Risk, SystemLoss
from debtaudit.domain.say import say, value_at
from debtaudit.scoring.case import Case
from debtaudit.scoring.worth import REVIEWED_FROM

CLASSES = {
    "silent": "silent degradation",
    "wrong_handling": "wrong handling",
    "outage": "an outage",
    "effort_or_duty": "effort or a duty: none",
}
DEFAULTS = Policy()


def factors(risk: Risk, case: Case, inventory: Inventory, policy: Policy) -> tuple[Factor, ...]:
    """Return the factors of one finding's price."""
    return (
        *_events(risk, case, inventory, policy),
        *_durations(risk, case, inventory, policy),
        *_systems(risk, case, inventory),
        *_repair(risk, case, policy),
    )


def _events(risk: Risk, case: Case, inventory: Inventory, policy: Policy) -> Iterator[Factor]:
    debt, asset, known = case.debt, case.setting.asset, case.setting.situation.volatility
    volatility = fmean(policy.volatility(known))
    likelihood = risk.likelihood
    yield Factor("prior_rate", debt.prior_rate, "events a quarter", "the catalogue's, at severity 1", default=True)
    if debt.rate_ratio != 1:
        yield Factor("rate_ratio", debt.rate_ratio, "times", f"as your own incidents say of category {debt.category}")
    yield Factor("severity", risk.severity, "0 to 1", "extent of the debt on this asset", asset.place)
    says = (
        f"the world that it describes moves: {known}" if known else "volatility unknown: mean of low, medium and high"
    )
    yield Factor("volatility", volatility, "times", says, _place(inventory, asset, "volatility"), default=not known)
    if debt.change_driven:
        releases = case.setting.situation.releases
        says = "releases unknown: taken as monthly" if releases is None else f"{releases:g} releases a quarter"
        where = _place(inventory, asset, "release.per_quarter")
        yield Factor("change", case.change, "times", says, where, default=releases is None)
    says = "quarters of history that the catalogue is worth"
    untouched = _untouched(policy, "pseudo_quarters") and not debt.pseudo_quarters
    yield Factor("pseudo_history", case.pseudo, "quarters", says, default=untouched)
    yield Factor("incidents", likelihood.incidents, "events", "attributed to this finding, older ones count less")
    yield Factor(
        "observed", likelihood.quarters, "quarters", "in which incidents would be on record, older time counts less"
    )
    where = _place(inventory, asset, case.setting.watch.fact)
    says = f"chance that an event is on record: {case.setting.watch.says}"
    yield Factor("noticed", likelihood.noticed, "0 to 1", says, where, default=True)


def _durations(risk: Risk, case: Case, inventory: Inventory, policy: Policy) -> Iterator[Factor]:
    loss, (own, count) = risk.loss, case.setting.situation.own_detect
    where = _place(inventory, case.setting.asset, case.setting.watch.fact)
    says = case.setting.watch.says if case.debt.loss != "outage" else "an outage is noticed at once"
    if count and case.debt.loss != "outage":
        says += f"; {count} incident{'s' * (count > 1)} took {own:.1f} days"
    yield Factor("detect", loss.detect_days, "days", says, where, default=not count)
    situation = case.setting.situation
    basis = situation.outage_basis if case.debt.loss == "outage" else situation.resolve_basis
    yield Factor("resolve", loss.resolve_days, "days", basis.says, default=not (basis.own or basis.fleet))
    says = f"of the revenue, by {CLASSES[case.debt.loss]}"
    if loss.hurt_seen:
        says += f"; moved by what {loss.hurt_seen} of its incidents cost"
    default = not loss.hurt_seen and _untouched(policy, f"hurt_{case.debt.loss}")
    yield Factor("hurt", loss.hurt, "share", says, default=default)


def _systems(risk: Risk, case: Case, inventory: Inventory) -> Iterator[Factor]:
    for each in risk.loss.systems:
        if not each.loss:
            continue
        system = inventory.assets[each.system]
        yield Factor("weight", each.weight, "0 to 1", " -> ".join(each.path), of=each.system)
        if each.anchored:
            says = f"criticality {say(value_at(system, 'criticality'))}, revenue unknown"
            where = _place(inventory, system, "criticality")
            yield Factor("anchor", each.revenue, "currency an event", says, where, default=True, of=each.system)
        else:
            yield from _revenue(each, system, risk.loss, inventory)
        if each.tickets:
            yield Factor(
                "tickets", each.tickets, "currency an event", _tickets(each, case), system.place, of=each.system
            )


def _revenue(each: SystemLoss, system: Asset, loss: Loss, inventory: Inventory) -> Iterator[Factor]:
    revenue = system.revenue_per_day if isinstance(system, System) else None
    if not isinstance(revenue, (int, float)) or not revenue:
        return
    where = _place(inventory, system, "revenue_per_day")
    yield Factor("revenue", float(revenue), "currency a day", f"of {each.system}", where, of=each.system)
    unpeaked = (loss.detect_days + loss.resolve_days) * revenue * loss.hurt
    peak = each.revenue / unpeaked if unpeaked else 1.0
    if abs(peak - 1) > 1e-9:  # noqa: PLR2004 - what rounding leaves
        where = _place(inventory, system, "peak_calendar")
        yield Factor("peak", peak, "times", "season of the coming quarter", where, of=each.system)


def _tickets(each: SystemLoss, case: Case) -> str:
    home = case.setting.situation.home
    if home and home.id == each.system and case.setting.situation.tickets is not None:
        return f"{case.setting.situation.tickets:,.0f} an event on record"
    return "from users a day and days of the fault"


def _repair(risk: Risk, case: Case, policy: Policy) -> Iterator[Factor]:
    loss, principal = risk.loss, risk.principal
    days = loss.response / policy.day_cost if policy.day_cost else 0.0
    yield Factor(
        "response", loss.response, "currency an event", f"{days:g} engineer-days to diagnose and repair", default=True
    )
    if loss.penalty:
        yield Factor("penalty", loss.penalty, "currency an event", "chance that it is reportable, times the amount")
    says = _effort(risk, case, policy)
    yield Factor("days", principal.days, "engineer-days", says, default=not principal.estimated_by)
    says = "cost of one engineer-day"
    yield Factor("day_cost", policy.day_cost, "currency", says, default=_untouched(policy, "day_cost"))
    says = "friction a quarter, as a share of severity times principal"
    yield Factor("carry", policy.carry, "share", says, default=_untouched(policy, "carry"))
    yield Factor("growth", risk.growth, "a quarter", "when nothing is done", default=True)
    yield Factor("done_after", case.repair.done_after, "quarters", "start and work of one engineer", default=True)


def _effort(risk: Risk, case: Case, policy: Policy) -> str:
    """Say how long a repair takes, and why that is not what the catalogue's page says, where it is not."""
    principal, grade = risk.principal, case.setting.situation.criticality or 0
    says = f"{principal.low:.3g} / {principal.likely:.3g} / {principal.high:.3g} days"
    raised = not principal.estimated_by and grade >= REVIEWED_FROM and policy.review != 1
    if raised:
        effort = case.debt.effort
        says += f": the catalogue's {effort.low:.3g} / {effort.likely:.3g} / {effort.high:.3g}"
        says += f", times {policy.review:.3g} for the review that criticality {grade} takes"
    else:
        says += f", by {principal.estimated_by or 'the catalogue'}"
    if case.debt.effort_ratio != 1:
        says += f", times {case.debt.effort_ratio:.3g} as repairs took before"
    return says


def _place(inventory: Inventory, asset: Asset, path: str) -> Place | None:
    parts = path.split(".")
    for depth in range(len(parts), 0, -1):
        if origin := inventory.origin(asset.id, ".".join(parts[:depth])):
            return origin.place
    return None


def _untouched(policy: Policy, name: str) -> bool:
    return bool(getattr(policy, name) == getattr(DEFAULTS, name))
