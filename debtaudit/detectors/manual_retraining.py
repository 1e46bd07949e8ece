"""Manual retraining: refreshing the model takes a person who runs the steps by hand.

Why it is debt:
    When quality falls, or the person is away, nothing happens. Each refresh is a small project, so there are fewer of
    them than the world asks for, and each is run a little differently.
If it waits:
    The model gets worse for weeks although the data to mend it is there, because nobody found the time.
Source:
    Google Cloud, MLOps levels 0 and 1; Breck et al. 2017, test Monitor 4.
Fix:
    - Script the whole run from a clean checkout
    - Put it on a schedule
    - Start it on alerts of drift or quality, with a pause after each run
    - Let each result pass the quality gate
    - Keep a person's approval where the risk is high
False alarms:
    In a slow world, for hand-written rules and for a vendor's model it is not applicable. Where a person must approve,
    the run itself can still start by itself; state that as scheduled or triggered.
Decisions:
    A schedule alone is enough but in a fast world, and there too where a monitor of quality or of drift runs by
    itself.
Example:
    models: [{id: intent, status: production, family: neural, volatility: high, retraining: {policy: manual}}]
Instead:
    models: [{id: intent, status: production, family: neural, volatility: high, retraining: {policy: triggered}}]
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, among, either, every, level_is, negation
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How fast a world must move for hand work to be too slow."""

    moving: tuple[str, ...] = ("medium", "high")  # volatility; in a slow world a person is in time
    fast: tuple[str, ...] = ("high",)  # volatility; here a schedule needs a trigger beside it


SEVERITY = {("none", True): 0.9, ("none", False): 0.6, ("manual", True): 0.6, ("manual", False): 0.4}
NO_TRIGGER = 0.2
NOT_OURS = ("rules", "external")


@debt(
    Model,
    category="pipeline",
    dimension="data",
    prior_rate=0.25,
    growth=0.04,
    effort=Days(5, 12, 30),
    loss="silent",
    severity=(0.2, 0.9),
    limits=Limits(),
    questions=("q-retrain-trigger",),
    overlap=Overlap("decay in progress", 4),
    after=("irreproducible-training",),
)
def manual_retraining(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at what starts a retraining, and how fast the model's world moves."""
    policy, volatility = model.retraining.policy, graph.volatility(model)
    fast = volatility in limits.fast
    watched = either(
        level_is(model.monitoring.quality, "automated"), level_is(model.monitoring.data_drift, "automated")
    )
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        scope(model.family not in NOT_OURS, "nothing of it is trained here", "family"),
        scope(_moves(volatility, limits), "the world that it describes hardly moves", "volatility"),
        sign(among(policy, "none", "manual"), SEVERITY.get((str(policy), fast), 0.0),
             "nothing but a person starts its retraining" if policy == "manual" else "it is never retrained",
             "retraining.policy", *_why(volatility)),
        sign(every(among(policy, "scheduled"), fast, negation(watched)), NO_TRIGGER,
             "its schedule knows nothing of how fast its world moves", "retraining.policy", "monitoring.quality"),
    )  # fmt: skip


def _moves(volatility: str | None, limits: Limits) -> Truth:
    return among(volatility, *limits.moving)


def _why(volatility: str | None) -> tuple[str, ...]:
    return ("volatility",) if volatility else ()
