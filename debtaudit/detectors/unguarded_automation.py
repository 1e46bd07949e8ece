"""Automated action without limits or fallback: decisions act by themselves, with no cap, no safe default or no stop.

Why it is debt:
    A person who is wrong is wrong once. A system that acts by itself repeats the fault at machine speed, on money,
    orders and people, until something outside it says stop.
If it waits:
    One fault turns into thousands of wrong actions before anybody can stop it.
Source:
    Sculley et al. 2015, section 7 (action limits); NIST AI RMF, Manage; EU AI Act, human oversight.
Fix:
    - Set limits on actions above the normal range, and alert on them
    - Provide a fallback by rules
    - Give a named person a switch that stops it
    - Rehearse the degraded mode before the peak season
False alarms:
    Actions that are undone by themselves count as limited: state the undo as `action_limit`, in words.
Decisions:
    Each gap is told once, where it is stated: fallback and stop on the system that acts, the limit on the model whose
    threshold sets the action off. A fallback that nobody mentioned is asked for, not held against the system. Only
    systems that use a model's answer directly, its home included, act on it.
Example:
    systems: [{id: checkout, automated_actions: yes, fallback: none, human_oversight: sampled, criticality: 5}]
Instead:
    systems: [{id: checkout, automated_actions: yes, fallback: automated, human_oversight: sampled, criticality: 5}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model, System
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, above, amount, either, every, lacks
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """From when a person must be able to stop it."""

    criticality: int = 4  # of 5; below it a stop by support is fast enough


NO_LIMIT, NO_FALLBACK, NO_STOP = 0.4, 0.3, 0.3


@debt(
    System,
    Model,
    category="serving",
    dimension="configuration",
    prior_rate=0.12,
    growth=0.04,
    effort=Days(2, 6, 15),
    loss="wrong_handling",
    severity=(0.3, 0.6),
    limits=Limits(),
    questions=("q-fallback", "q-oversight"),
)
def unguarded_automation(asset: System | Model, graph: Graph, limits: Limits) -> Verdict:
    """Look for what would stop or bound a system that acts without a person."""
    return _of_system(asset, limits) if isinstance(asset, System) else _of_model(asset, graph)


def _of_system(system: System, limits: Limits) -> Verdict:
    critical = above(amount(system.criticality), limits.criticality - 1)
    return judge(
        scope(system.automated_actions, "a person carries out what it decides", "automated_actions"),
        sign(lacks(system.fallback), NO_FALLBACK, "it acts by itself and nothing takes over when the models fail",
             "automated_actions", "fallback"),
        sign(every(lacks(system.human_oversight), critical), NO_STOP,
             f"criticality {system.criticality}, and no person looks at what it does", "human_oversight",
             "criticality"),
        combine="sum",
    )  # fmt: skip


def _of_model(model: Model, graph: Graph) -> Verdict:
    users = [each for each in graph.consumers(model, "predicts_for", "reads") if isinstance(each, System)]
    acting = [each for each in users if each.automated_actions]
    acts = either(*(each.automated_actions for each in users)) if graph.links_out_of(model) else None
    unlimited = [str(each.name or "a threshold") for each in model.thresholds or () if lacks(each.action_limit)]
    return judge(
        scope(graph.in_service(model) is not False, "it is not in service"),
        scope(model.thresholds != (), "no threshold of it sets off an action"),
        scope(acts, "no system acts on its answer by itself", *_untold(users)),
        sign(_unlimited(model), NO_LIMIT, f"no limit on the actions that follow from {', '.join(unlimited)}",
             "thresholds" if unlimited else "thresholds.action_limit",
             *((each, "automated_actions") for each in acting)),
        involved=acting,
    )  # fmt: skip


def _untold(systems: list[System]) -> list[str]:
    return [f"{each.id}:automated_actions" for each in systems if each.automated_actions is None] or ["system"]


def _unlimited(model: Model) -> Truth:
    if model.thresholds is None:
        return None
    return either(*(lacks(each.action_limit) for each in model.thresholds))
