"""Unmonitored data drift: nobody compares what a live model receives with what it learned from.

Why it is debt:
    Customers, seasons and upstream sources change; the model does not notice and scores the new world by the old one.
    Nothing fails, so the first to notice is usually a customer.
If it waits:
    We learn about changed inputs from complaints, weeks after they began.
Source:
    Sculley et al. 2015, section 7; Breck et al. 2017, test Monitor 2; Polyzotis et al. 2018.
Fix:
    - Keep a profile of each important feature at training time
    - Compare live inputs with it on a schedule, with PSI or Wasserstein and a floor on the effect
    - Weight features by importance and correct for many tests
    - Send alerts to the owning team, with a page that says what to do
    - Tie the alert to a decision about retraining
False alarms:
    Rules that people wrote and inputs that people set do not drift: they are not applicable. In its first month a model
    has no window to compare with, so the severity is halved.
Example:
    models:
      - {id: order-intent, status: production, volatility: high, monitoring: {data_drift: none}}
Instead:
    models:
      - id: order-intent
        status: production
        monitoring: {data_drift: {level: automated, last_run_at: 2026-09-29, alert_route: conversations, covers: 95%}}
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.facts import Practice
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import above, amount, below, every, lacks, level_is, negation
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When watching is too rare or too narrow."""

    manual_max_age: int = 30  # days; a check by hand rarer than monthly misses a quarter's trend
    auto_max_age: int = 7  # days; a scheduled job that is silent for a week is a broken job
    min_cover: float = 0.8  # share of importance watched; below it the decisive column may be outside the net
    settling: int = 30  # days in service before there is a window to compare with


VOLATILITY = {"high": 1.0, "medium": 0.8, "low": 0.6}


@debt(
    Model,
    category="data",
    dimension="data",
    prior_rate=0.30,
    growth=0.08,
    effort=Days(2, 5, 12),
    loss="silent",
    severity=(0.12, 1.0),
    limits=Limits(),
    questions=("q-input-drift",),
    overlap=Overlap("blind model", 2),
)
def unmonitored_data_drift(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at whether, how recently and how widely live inputs are compared with training inputs."""
    watch = model.monitoring.data_drift or Practice()
    age = graph.age(watch.last_run_at)
    automated = level_is(watch, "automated")
    service = graph.age(model.deployed_at)
    young = service is not None and service < limits.settling
    fact = "monitoring.data_drift"
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        scope(model.family != "rules", "hand-written rules learn nothing that could drift"),
        sign(level_is(watch, "none"), 1.0, "nobody watches its inputs for drift", fact),
        sign(every(level_is(watch, "manual"), above(age, limits.manual_max_age)), 0.6,
             "inputs were last compared by hand too long ago", fact, f"{fact}.last_run_at"),
        sign(every(automated, above(age, limits.auto_max_age)), 0.4,
             "the drift job has not run for a week", f"{fact}.last_run_at"),
        sign(every(negation(level_is(watch, "none")), lacks(watch.alert_route)), 0.4, "drift alerts reach nobody",
             f"{fact}.alert_route"),
        sign(every(negation(level_is(watch, "none")), below(amount(watch.covers), limits.min_cover)), 0.4,
             f"only {amount(watch.covers) or 0:.0%} of the importance is watched", f"{fact}.covers"),
        times=VOLATILITY.get(graph.volatility(model) or "", 0.8) * (0.5 if young else 1),
    )  # fmt: skip
