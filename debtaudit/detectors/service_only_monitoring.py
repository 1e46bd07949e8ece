"""Service-only monitoring: dashboards show that a live model answers, and nothing about what it is asked or says.

Why it is debt:
    A model that scores nonsense answers as fast as one that is right, so latency and error charts stay green through
    the worst days. Every fault then lasts until somebody outside complains.
If it waits:
    Wrong answers look like normal business for weeks, and customers are the first to find out.
Source:
    Sculley et al. 2015, section 7 (monitoring); Breck et al. 2017, tests Monitor 2, 5 and 7.
Fix:
    - Log inputs and predictions
    - Chart the distribution of predictions and the rate of missing and default values
    - Add panels for quality, in total and by important group
    - Send these metrics to the monitoring and error tools that are there already
    - Name who reacts
False alarms:
    A single gap among inputs, outputs and quality is told by the debt of its own; two or more are told here. Drift and
    quality debts of the same model hang below this one, so that one gap is not paid three times.
Decisions:
    Checks by hand count as monitoring. Two gaps are the debt whether or not the service itself is watched; where
    nothing at all is, severity is 1. Kinds that nobody mentioned are not counted as missing.
Example:
    models:
      - {id: order-intent, status: production, monitoring: {service: automated, inputs: none, outputs: none}}
Instead:
    models:
      - id: order-intent
        status: production
        monitoring: {service: automated, inputs: automated, outputs: automated, quality: manual}
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import at_least, every, level_is
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How many gaps make a blind model."""

    missing: int = 2  # of inputs, outputs and quality; a single gap is told by its own debt


CORE = ("inputs", "outputs", "quality")
WATCHED = {"inputs": "inputs", "outputs": "predictions", "quality": "quality", "slices": "quality by group",
           "numeric": "numbers for validity"}  # fmt: skip


@debt(
    Model,
    category="monitoring",
    dimension="evaluation",
    prior_rate=0.25,
    growth=0.05,
    effort=Days(3, 7, 15),
    loss="silent",
    severity=(0.4, 1.0),
    limits=Limits(),
    questions=("q-monitoring", "q-live-quality", "q-numeric"),
    overlap=Overlap("blind model", 1),
)
def service_only_monitoring(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Count what nobody watches on a live model besides its endpoint."""
    missing = {kind: level_is(getattr(model.monitoring, kind), "none") for kind in WATCHED}
    core = [missing[kind] for kind in CORE]
    blind = at_least(limits.missing, *core)
    gaps = [kind for kind in WATCHED if missing[kind]]
    names = ", ".join(WATCHED[kind] for kind in gaps)
    facts = [f"monitoring.{kind}" for kind in (gaps if blind else CORE) if blind or missing[kind] is None]
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        sign(blind, len(gaps) / len(WATCHED), f"nobody watches its {names}", *facts),
        sign(every(level_is(model.monitoring.service, "none"), *core), 1.0, "it is not even watched whether it answers",
             "monitoring.service", *facts),
    )  # fmt: skip
