"""Infrastructure lock-in: hardware or platforms that cannot grow in time force workarounds, or a move is half done.

Why it is debt:
    What cannot be enlarged in time is worked around, and each workaround makes leaving harder. A move that was begun
    and never finished costs twice: both worlds are run.
If it waits:
    Capacity runs out at the next peak, or the bill grows without anybody having decided that it should.
Source:
    Bogner et al. 2021 (infrastructure debt).
Fix:
    - Write down what staying costs the business and the engineers
    - Move one system and measure
    - Plan the rest with limits of cost and an owner
    - Remove each workaround when its cause is gone
    - Close the old platform on a date
False alarms:
    Where a law or the place of the data forces it, accept the finding with that reason and a date to look again.
Decisions:
    Slow and busy hardware is told on the dependency, or on the system that states how slowly it grows where the
    hardware does not; workarounds and half-done moves are told on the system. Both platforms are in use when a system
    runs on two pieces of hardware or services a year after the move began. Costs have grown when the newest measurement
    lies that far above the oldest of the last year, and nobody owns the budget.
Example:
    dependencies: [{id: gpu-cluster, kind: hardware, scaling_lead_time_days: 90, utilisation: 93%}]
Instead:
    dependencies: [{id: gpu-cluster, kind: hardware, scaling_lead_time_days: 3, utilisation: 93%}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Dependency, System
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, above, among, amount, every, has, lacks, negation
from debtaudit.domain.measurement import Cost
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Cited, Sign, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When a platform holds its users back."""

    lead: float = 14.0  # days to add capacity; longer than a sales peak gives notice
    utilisation: float = 0.8  # share of capacity at the 95th percentile; waiting grows steeply beyond it
    hacks: int = 2  # workarounds; one may be a matter of taste
    move: int = 365  # days that a move may take
    growth: float = 0.3  # share by which the cost may grow in a year without an owner of the budget


A_RULE = 0.3


@debt(
    System,
    Dependency,
    category="infrastructure",
    dimension="other",
    prior_rate=0.12,
    growth=0.05,
    effort=Days(15, 40, 120),
    loss="outage",
    severity=(0.3, 0.9),
    limits=Limits(),
    questions=("q-infrastructure", "q-compute"),
)
def infrastructure_lock_in(asset: System | Dependency, graph: Graph, limits: Limits) -> Verdict:
    """Look at how fast and how full hardware is, at workarounds, and at moves that do not end."""
    return _hardware(asset, limits) if isinstance(asset, Dependency) else _system(asset, graph, limits)


def _hardware(hardware: Dependency, limits: Limits) -> Verdict:
    lead, load = amount(hardware.scaling_lead_time_days), amount(hardware.utilisation)
    return judge(
        scope(among(hardware.type, "hardware"), "it is no hardware", "kind"),
        sign(every(above(lead, limits.lead), above(load, limits.utilisation)), A_RULE,
             f"more capacity takes {lead or 0:.0f} days, and {load or 0:.0%} of it is in use", "scaling_lead_time_days",
             "utilisation"),
    )  # fmt: skip


def _system(system: System, graph: Graph, limits: Limits) -> Verdict:
    hacks, worlds = system.performance_hacks, _worlds(system, graph)
    full = [each for each in worlds if _full_and_silent(each, limits)]
    lead = amount(system.scaling_lead_time_days)
    return judge(
        sign(None if hacks is None else len(hacks) >= limits.hacks, A_RULE,
             f"{len(hacks or ())} workarounds keep it fast enough", "performance_hacks"),
        sign(every(bool(full), above(lead, limits.lead)), A_RULE,
             f"more capacity takes {lead or 0:.0f} days, and {', '.join(each.id for each in full)} is nearly used up",
             "scaling_lead_time_days", *((each, "utilisation") for each in full)),
        *_move(system, worlds, graph, limits),
        combine="sum", involved=worlds,
    )  # fmt: skip


def _move(system: System, worlds: list[Dependency], graph: Graph, limits: Limits) -> tuple[Sign, Sign]:
    begun = graph.age(system.migration_started_at) if has(system.migration_started_at) else None
    moving, long = has(system.migration_started_at), above(begun, limits.move)
    two = None if system.runs_on is None and not worlds else len(worlds) > 1
    costs = _costs(system, graph, limits)
    bill: tuple[Cited, ...] = ("budget_owner", *(costs or ("telemetry.cost",))) if moving else ()
    return (
        sign(every(moving, long, two), A_RULE,
             f"its move began {begun or 0:.0f} days ago, and {' and '.join(each.id for each in worlds)} both run",
             "migration_started_at", *(["runs_on"] if moving else [])),
        sign(every(moving, negation(long), lacks(system.budget_owner), _grown(costs, limits)), A_RULE,
             "its cost has grown since the move began, and nobody owns the budget", "migration_started_at", *bill),
    )  # fmt: skip


def _worlds(system: System, graph: Graph) -> list[Dependency]:
    under = graph.providers(system, "deploys_on")
    return [each for each in under if isinstance(each, Dependency) and each.type in {"hardware", "service"}]


def _full_and_silent(hardware: Dependency, limits: Limits) -> bool:
    """Whether hardware is nearly used up and does not say itself how fast it grows."""
    silent = hardware.type == "hardware" and hardware.scaling_lead_time_days is None
    return silent and above(amount(hardware.utilisation), limits.utilisation) is True


def _costs(system: System, graph: Graph, limits: Limits) -> list[Cost]:
    """Return what it cost within a year, oldest first."""
    recent = [each for each in graph.telemetry(Cost, system) if (graph.age(each.day) or 0) <= limits.move]
    return [each for each in recent if isinstance(each.amount, (int, float))]


def _grown(costs: list[Cost], limits: Limits) -> Truth:
    first, last = (amount(costs[at].amount) or 0.0 for at in (0, -1)) if costs else (0.0, 0.0)
    return None if len(costs) <= 1 else last > (1 + limits.growth) * first
