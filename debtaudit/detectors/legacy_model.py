"""Legacy model: a model still serves although its planned life is over, it is to be removed, or nobody looks after it.

Why it is debt:
    Its libraries go out of support, its authors leave, its data moves on. It works until it does not, and by then
    nobody is left who could mend it quickly.
If it waits:
    The day the old model fails, nobody can repair it quickly and the products that still lean on it stand still.
Source:
    Bogner et al. 2021, model debt; practices of software engineering for machine learning (Serban et al. 2020).
Fix:
    - List its consumers and what they could use instead
    - Decide to refresh, replace or retire it, with a date
    - Rebuild it from recorded data, or train a fresh one
    - Move the consumers with notice
    - Archive what it was made of and switch it off
False alarms:
    Where the world hardly moves and live quality was measured within the last quarter, severity is halved. Age does not
    touch hand-written rules, nor a model from outside that we never trained (`trained_at: none`).
Decisions:
    Planned life is `expected_life_days`; else the retraining interval, but never less than a quarter, because a weekly
    rhythm missed twice is lateness and told by stale-model; else a year. Consumers that are retired, deprecated or
    experiments are not live. A deprecated model without any links may have consumers that nobody named.
Example:
    systems: [{id: wall-screen, calls: [forecast-1]}]
    models: [{id: forecast-1, status: deprecated, trained_at: 2026-03-01, maintainers: [ana, li]}]
Instead:
    systems: [{id: wall-screen, calls: [forecast-2]}]
    models: [{id: forecast-2, status: production, trained_at: 2026-03-01, maintainers: [ana, li]}]
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from debtaudit.domain.asset import Asset, Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.link import LinkKind
from debtaudit.domain.logic import Truth, above, among, amount, either, every, lacks
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When a model is past its life."""

    life_factor: float = 2.0  # times the planned life; one missed cycle is lateness, two are abandonment
    default_life: float = 365  # days, where no plan is stated
    least_life: float = 90  # days; a shorter retraining interval is a rhythm, not a life
    checked: int = 90  # days since live quality was measured, within which a calm model counts half


DEPRECATED, CONSUMER, MOST_CONSUMERS, UNKEPT, CALM = 0.6, 0.1, 3, 0.8, 0.5  # severities; CALM is a factor
FULL_AGE = 4  # planned lives at which severity is 1
USED_BY: tuple[LinkKind, ...] = ("predicts_for", "reads", "corrects")


@debt(
    Model,
    category="model",
    dimension="model",
    prior_rate=0.20,
    growth=0.07,
    effort=Days(5, 15, 45),
    loss="silent",
    severity=(0.25, 1.0),
    limits=Limits(),
    questions=("q-inventory", "q-owner", "q-staleness"),
    overlap=Overlap("old things", 1),
)
def legacy_model(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at who still uses a deprecated model, how old the version in service is, and who looks after it."""
    deprecated = among(model.status, "deprecated")
    serves = graph.in_service(model)
    users = [each for each in graph.consumers(model, *USED_BY) if _live(each, graph)]
    age, life = graph.age(model.trained_at), _life(model, limits)
    old = False if _never_trained(model) else above(age, limits.life_factor * life)
    return judge(
        scope(either(serves, deprecated), "it is not in service", "status"),
        sign(every(deprecated, _used(users, model, graph)), DEPRECATED + CONSUMER * min(MOST_CONSUMERS, len(users)),
             f"it is deprecated, yet {', '.join(each.id for each in users)} still use it", "status",
             *(link for link in graph.links_out_of(model, *USED_BY) if link.consumer in {each.id for each in users})),
        sign(every(serves, old), min(1.0, (age or 0) / life / FULL_AGE), _how_old(age, life), "trained_at"),
        sign(every(serves, lacks(model.maintainers)), UNKEPT, "nobody looks after it", "maintainers"),
        times=CALM if _calm(model, graph, limits) else 1.0,
        involved=users if deprecated else (),
    )  # fmt: skip


def _never_trained(model: Model) -> bool:
    """Whether there is no training that could lie back: people wrote the rules, or somebody else trained it."""
    return model.family == "rules" or (model.family in {"external", "llm"} and lacks(model.trained_at) is True)


def _used(users: list[Asset], model: Model, graph: Graph) -> Truth:
    if users:
        return True
    return False if graph.links_into(model) or graph.links_out_of(model) else None


def _live(asset: Asset, graph: Graph) -> bool:
    gone = getattr(asset, "status", None) in {"retired", "deprecated", "experiment"}
    return not gone and not (isinstance(asset, Model) and graph.in_service(asset) is False)


def _life(model: Model, limits: Limits) -> float:
    interval = amount(model.retraining.interval_days)
    return amount(model.expected_life_days) or (max(interval, limits.least_life) if interval else limits.default_life)


def _how_old(age: float | None, life: float) -> str:
    if age == inf:
        return "it serves, and no training of it is on record"
    return f"it was trained {age or 0:.0f} days ago, {(age or 0) / life:.1f} times its planned life of {life:.0f} days"


def _calm(model: Model, graph: Graph, limits: Limits) -> bool:
    quality = model.monitoring.quality
    age = graph.age(quality.last_run_at) if quality else None
    return graph.volatility(model) == "low" and age is not None and age <= limits.checked
