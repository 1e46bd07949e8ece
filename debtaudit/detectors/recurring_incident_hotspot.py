"""Recurring incident hotspot: one asset fails far more often than its peers, or fails again and again for one cause.

Why it is debt:
    Each fault is repaired and the reason for it stays. The same people put out the same fire every few weeks, and the
    fix that would end it competes with the fire.
If it waits:
    The same fault comes back, and each time it costs customers and working days again.
Source:
    Empirical Bayes estimation of event rates (gamma-Poisson); hotspot analysis as known from CodeScene.
Fix:
    - Look at all its incidents together and name the common cause
    - Repair that cause before anything else on this asset
    - Turn it into a regression test or a monitor
    - Compare the rate again after a quarter
False alarms:
    A change of how incidents are filed looks like a change of rate. An incident counts for the asset that it names
    first; those named after it were only hit by it. Time counts from the day the asset went live, and a year of the
    fleet's history stands beside it, so that a bad first week decides nothing.
Decisions:
    The fleet are all live systems, models and pipelines for which a log was kept; m is its mean of incidents a quarter
    and asset. The belief about an asset before its own history is gamma(a0 = m b0, b0 = 4 quarters), after n incidents
    in T quarters gamma(a0 + n, b0 + T). Fewer than three incidents are no pattern. Two years of history are looked at;
    older faults were another version's. Without any log every asset is unknown. With a log, no incident is good news
    only where somebody answers for the asset: nobody files faults of what has no owner. The same cause is a chain of
    `repeat_of`, or one stated `cause`.
Example:
    models: [{id: order-intent, status: production}]
    incidents:
      - {id: INC-1, detected_at: 2026-03-02T09:00:00Z, assets: [order-intent], cause: data}
      - {id: INC-2, detected_at: 2026-05-11T09:00:00Z, assets: [order-intent], cause: data}
      - {id: INC-3, detected_at: 2026-08-20T09:00:00Z, assets: [order-intent], cause: data}
Instead:
    models: [{id: order-intent, status: production}]
    incidents: [{id: INC-1, detected_at: 2026-03-02T09:00:00Z, assets: [order-intent], cause: data}]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from debtaudit.domain.asset import Model, Pipeline, System
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.incident import Incident
from debtaudit.domain.logic import Truth
from debtaudit.domain.plugin import debt
from debtaudit.domain.statistics import gamma_survival
from debtaudit.domain.verdict import Unknown, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When a history of faults stands out."""

    factor: float = 2.0  # times the fleet's mean rate; below it the difference is luck and size
    certainty: float = 0.8  # posterior chance; keeps one bad week from crowning an asset
    least: int = 3  # incidents; where the fleet hardly ever fails, one or two would already seem a pattern
    prior: float = 4.0  # quarters of history that the fleet's mean is worth: one year
    window: float = 8.0  # quarters looked at; what failed earlier was another version
    repeats: int = 3  # times the same cause in a year; twice can be chance
    full: float = 5.0  # repeats at which severity is 1


YEAR = 4.0  # quarters
GONE = ("experiment", "retired")


@debt(
    Model,
    Pipeline,
    System,
    category="process",
    dimension="other",
    prior_rate=0.50,
    growth=0.05,
    effort=Days(3, 10, 25),
    loss="wrong_handling",
    severity=(0.6, 1.0),
    limits=Limits(),
)
def recurring_incident_hotspot(asset: Model | Pipeline | System, graph: Graph, limits: Limits) -> Verdict:
    """Compare how often an asset fails with the fleet, and count how often one cause came back."""
    fleet = graph.incident_rate(Model, Pipeline, System, quarters=limits.window)
    own = graph.incidents(asset, quarters=limits.window, root=True)
    if fleet is None or not (own or asset.owner):
        return Unknown(("incidents",) if fleet is None else ("incidents", "owner"))
    certain = _certainty(len(own), graph.observed_quarters(asset), fleet, limits)
    same = _of_one_cause(graph.incidents(asset, quarters=YEAR, root=True))
    return judge(
        scope(_serves(asset, graph, failed=bool(own)), "it is not in service", "status"),
        sign(len(own) >= limits.least and certain >= limits.certainty, certain,
             f"{len(own)} incidents in {limits.window / YEAR:g} years: {certain:.0%} sure that it fails more than "
             f"{limits.factor:g} times as often as its peers", *own),
        sign(len(same) >= limits.repeats, max(certain, len(same) / limits.full),
             f"the same cause {len(same)} times within a year", *same),
    )  # fmt: skip


def _serves(asset: Model | Pipeline | System, graph: Graph, *, failed: bool) -> Truth:
    """Whether it is live; what had incidents in production is, when nothing else tells."""
    if isinstance(asset, System):
        return True
    if isinstance(asset, Model):
        serves = graph.in_service(asset)
    else:
        serves = None if asset.status is None else asset.status not in GONE
    return True if failed and serves is None else serves


def _certainty(incidents: int, observed: float, fleet: float, limits: Limits) -> float:
    """Chance that an asset's rate lies above the limit, after its own history; 0 in a fleet without incidents."""
    if not fleet:
        return 0.0
    time = min(observed, limits.window)
    return gamma_survival(limits.factor * fleet, fleet * limits.prior + incidents, limits.prior + time)


def _of_one_cause(incidents: Sequence[Incident]) -> list[Incident]:
    """Return the largest group of incidents that go back to one first incident, or share a stated cause."""
    by_cause: dict[str, list[Incident]] = {}
    earlier = {each.id: each.repeat_of for each in incidents if each.repeat_of}
    for each in incidents:
        for cause in (f"repeat of {_first(each.id, earlier)}", each.cause):
            if cause:
                by_cause.setdefault(str(cause), []).append(each)
    return max(by_cause.values(), key=len, default=[])


def _first(id_: str, earlier: Mapping[str, object]) -> str:
    """Follow a chain of repeats to its first incident; a chain that bites its tail ends where it would close."""
    seen: set[str] = set()
    while id_ not in seen and id_ in earlier:
        seen.add(id_)
        id_ = str(earlier[id_])
    return id_
