"""Missing prediction log: what a live model said, to which input and in which version, cannot be looked up later.

Why it is debt:
    Without the log nobody can measure quality once the truth is known, explain a disputed decision, or find out which
    customers a bad version has hit. What was not written down then can never be recovered.
If it waits:
    A customer or an auditor asks why we decided so, and we cannot say.
Source:
    SE4ML practice "log production predictions with the model's version and input data"; EU AI Act, record-keeping;
    Breck et al. 2017, tests Monitor 3 and 7.
Fix:
    - Log version, input or a reference to it, output, time and an id for each request
    - Join the outcome when it is known
    - Agree with privacy staff on retention and access
    - Test that a single decision can be replayed
False alarms:
    Where privacy forbids keeping inputs, a keyed reference takes their place: `reference` counts as much as `inputs`.
Decisions:
    Missing fields and a short retention add up; without any log there is nothing to add. Fields that are listed mean
    that there is a log. A retention stated as `none` means that nothing is ever deleted: long enough here, and a matter
    of privacy-control-gap.
Example:
    models: [{id: order-intent, status: production, prediction_log: {enabled: no}}]
Instead:
    models:
      - id: order-intent
        status: production
        prediction_log: {enabled: yes, fields: [version, reference, output, time, request_id], retention_days: 365}
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.facts import ABSENT
from debtaudit.domain.graph import Graph
from debtaudit.domain.groups import PredictionLog
from debtaudit.domain.logic import amount, below, every, lacks
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How long a prediction must be found again."""

    need: int = 180  # days; the EU AI Act names six months at least for high-risk systems, and most labels come by then


NO_LOG, PER_FIELD, TOO_SHORT = 0.9, 0.15, 0.3
NEEDED = (("version",), ("inputs", "reference"), ("output",), ("time",), ("request_id",))


@debt(
    Model,
    category="monitoring",
    dimension="model",
    prior_rate=0.12,
    growth=0.03,
    effort=Days(2, 5, 12),
    loss="effort_or_duty",
    severity=(0.15, 1.0),
    limits=Limits(),
    questions=("q-explain", "q-prediction-log"),
    overlap=Overlap("evidence", 3),
)
def missing_prediction_log(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at whether predictions are logged, with all that is needed to find one again, and for how long."""
    log = model.prediction_log
    enabled = True if log.fields and log.enabled is None else log.enabled
    missing = _missing(log)
    kept = None if log.retention_days is ABSENT else amount(log.retention_days)
    short = False if log.retention_days is ABSENT else below(kept, limits.need)
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        sign(lacks(enabled), NO_LOG, "its predictions are not logged", "prediction_log.enabled"),
        sign(every(enabled, None if missing is None else bool(missing)), PER_FIELD * len(missing or ()),
             f"its log lacks {', '.join(missing or ())}", "prediction_log.fields"),
        sign(every(enabled, short), TOO_SHORT, f"its log is kept for {kept or 0:g} days only",
             "prediction_log.retention_days"),
        combine="sum",
    )  # fmt: skip


def _missing(log: PredictionLog) -> list[str] | None:
    """Name what a logged prediction lacks; None when nobody said what is logged."""
    if log.fields is None:
        return None
    return [" or ".join(options) for options in NEEDED if not set(options).intersection(log.fields)]
