"""Stale model: the version that serves is older than its own plan, or than its world allows.

Why it is debt:
    A model is a photograph. Prices, words and customers have moved on since, and what it says of them gets a little
    less true every week without any error being raised.
If it waits:
    Decisions rest on a view of the world that is months old, and each month makes it worse.
Source:
    Breck et al. 2017, tests Model 4 and Monitor 4; Vela et al. 2022.
Fix:
    - Retrain on recent data
    - Measure what age costs by testing older versions on today's data
    - Set the interval from that curve
    - Raise an alert on age
False alarms:
    Hand-written rules do not age this way, and a vendor trains its own models. That a fresh model was tried and was no
    better cannot be written in the inventory; accept the finding with that reason.
Decisions:
    Without a stated interval the default for its volatility counts; where the volatility is unknown too, only what all
    defaults agree on is said.
Example:
    models:
      - {id: demand, status: production, family: tree, trained_at: 2025-06-01, retraining: {interval_days: 90}}
Instead:
    models:
      - {id: demand, status: production, family: tree, trained_at: 2026-09-01, retraining: {interval_days: 90}}
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from debtaudit.domain.asset import Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign, within


@dataclass(frozen=True)
class Limits:
    """How old a model may grow; the three defaults are to be replaced by a measured curve."""

    grace: float = 1.5  # times the interval; one run may be late
    default_high: int = 60  # days; in a fast world
    default_medium: int = 180  # days; in an ordinary one
    default_low: int = 540  # days; in a slow one


UNPLANNED = 0.2
NOT_OURS = ("rules", "external")


@debt(
    Model,
    category="pipeline",
    dimension="data",
    prior_rate=0.30,
    growth=0.10,
    effort=Days(1, 3, 8),
    loss="silent",
    severity=(0.25, 1.0),
    limits=Limits(),
    questions=("q-staleness", "q-freshness", "q-retrain-trigger"),
    overlap=Overlap("decay in progress", 3),
    after=("irreproducible-training",),
)
def stale_model(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Compare the age of a model with its retraining interval."""
    stated = model.retraining.interval_days
    planned = stated if isinstance(stated, (int, float)) and stated > 0 else None
    intervals = [float(planned)] if planned else _defaults(graph.volatility(model), limits)
    age = graph.age(model.trained_at)
    unplanned = planned is None and not model.retraining.staleness_cost_known
    interval = max(intervals)
    severity = within((age / interval - 1) / 2) if age is not None and age < inf else 1.0
    facts = ("trained_at", "retraining.interval_days") if planned else ("trained_at", "volatility")
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        scope(model.family not in NOT_OURS, "nothing of it is trained here", "family"),
        sign(_too_old(age, intervals, limits), within(severity + UNPLANNED * unplanned),
             f"trained {age or 0:.0f} days ago, {'planned' if planned else 'usual'} are {interval:.0f}", *facts),
    )  # fmt: skip


def _defaults(volatility: str | None, limits: Limits) -> list[float]:
    known = {"high": limits.default_high, "medium": limits.default_medium, "low": limits.default_low}
    return [float(known[volatility])] if volatility in known else [float(each) for each in known.values()]


def _too_old(age: float | None, intervals: list[float], limits: Limits) -> Truth:
    if age is None:
        return None
    verdicts = {age > limits.grace * interval for interval in intervals}
    return verdicts.pop() if len(verdicts) == 1 else None
