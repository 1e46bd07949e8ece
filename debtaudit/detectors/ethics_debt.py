"""Ethics and fairness debt: nobody assessed, measured or looked again at what decisions do to people.

Why it is debt:
    A model that treats a group worse does so with every decision, and neither accuracy nor revenue shows it. Harm and
    liability add up quietly, and proxies, new groups and feedback make it worse.
If it waits:
    People are treated unfairly without our noticing, until it becomes public or comes before a court.
Source:
    Bogner et al. 2021, ethics debt; Breck et al. 2017, test Model 7; NIST AI RMF.
Fix:
    - Find out who is affected, and how
    - Choose group metrics together with legal staff and with those affected
    - Measure them at each release
    - Offer appeal and correction
    - Repeat the assessment each year
False alarms:
    What has no effect on people is not applicable: state `affects_people: no`, and why in the notes. Where group data
    may not be held, an audit by proxies takes its place: list `protected_groups` under `not_applicable` with that
    reason.
Decisions:
    Each gap is told once: the assessment on the system that faces people, groups and metrics on the model. A model that
    does not say whether it affects people is taken by the systems that use its answer, and a system of the high
    regulatory class affects people. A ratio among the fairness metrics (a name that ends in `ratio`) below four fifths
    is a reason to look, no proof of harm. How old a model's measurement is counts only when it is stated.
Example:
    systems: [{id: lending, affects_people: yes, impact_assessed_at: none}]
Instead:
    systems: [{id: lending, affects_people: yes, impact_assessed_at: 2026-03-01}]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from debtaudit.domain.asset import Model, System
from debtaudit.domain.debt import Days
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, above, either, every, lacks
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When an assessment is old, and when groups are treated too differently to leave it at that."""

    review: int = 365  # days; a year brings new customers, features and rules
    disparity: float = 0.8  # ratio of selection rates; the four-fifths convention, a prompt to review


NEVER, UNMEASURED, STALE, UNEQUAL = 0.4, 0.4, 0.2, 0.2


@debt(
    Model,
    System,
    category="governance",
    dimension="evaluation",
    prior_rate=0.05,
    growth=0.04,
    effort=Days(4, 10, 25),
    loss="effort_or_duty",
    severity=(0.2, 0.8),
    limits=Limits(),
    questions=("q-slices", "q-fairness"),
    touches_rights=True,
)
def ethics_debt(asset: Model | System, graph: Graph, limits: Limits) -> Verdict:
    """Look at whether effects on people were assessed, measured by group, and looked at again."""
    return _of_model(asset, graph, limits) if isinstance(asset, Model) else _of_system(asset, graph, limits)


def _of_system(system: System, graph: Graph, limits: Limits) -> Verdict:
    age = graph.age(system.impact_assessed_at)
    never = lacks(system.impact_assessed_at)
    return judge(
        scope(_faces_people(system), "its decisions do not affect people", "affects_people"),
        sign(never, NEVER, "its effect on people was never assessed", "impact_assessed_at"),
        sign(every(not never, above(age, limits.review)), STALE,
             f"its effect on people was last assessed {age or 0:.0f} days ago", "impact_assessed_at"),
    )  # fmt: skip


def _of_model(model: Model, graph: Graph, limits: Limits) -> Verdict:
    fairness = model.fairness
    age = graph.age(fairness.assessed_at)
    unequal = _unequal(fairness.metrics, limits)
    unmeasured = either(lacks(model.protected_groups), lacks(fairness.metrics))
    return judge(
        scope(graph.in_service(model) is not False, "it is not in service"),
        scope(_affects_people(model, graph), "its decisions do not affect people", "affects_people"),
        sign(unmeasured, UNMEASURED, "its effect on protected groups is not measured", "protected_groups",
             "fairness.metrics"),
        sign(bool(above(age, limits.review)) and not unmeasured, STALE,
             f"fairness was last measured more than {limits.review} days ago", "fairness.assessed_at"),
        sign(bool(unequal), UNEQUAL, f"{', '.join(unequal)} below {limits.disparity:g}: look whether that is justified",
             "fairness.metrics"),
        combine="sum",
    )  # fmt: skip


def _faces_people(system: System) -> Truth:
    return True if system.affects_people is None and system.regulatory_class == "high" else system.affects_people


def _affects_people(model: Model, graph: Graph) -> Truth:
    """As stated, else if one of the systems that use its answer affects people."""
    if model.affects_people is not None:
        return model.affects_people
    users = [each for each in graph.consumers(model, "predicts_for", "reads") if isinstance(each, System)]
    return either(*map(_faces_people, users)) if users else None


def _unequal(metrics: object, limits: Limits) -> list[str]:
    """Name the ratios between groups that lie below the limit."""
    if not isinstance(metrics, Mapping):
        return []
    ratios = {name: value for name, value in metrics.items() if str(name).endswith("ratio")}
    return [f"{name} {value:g}" for name, value in ratios.items()
            if isinstance(value, (int, float)) and value < limits.disparity]  # fmt: skip
