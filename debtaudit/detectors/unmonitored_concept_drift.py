"""Unmonitored concept drift: nobody checks whether a live model's decisions still turn out right.

Why it is debt:
    What an input means can change while the inputs stay the same: a new policy, a new kind of fraud, a new product.
    Only outcomes show it. Where outcomes are not joined with predictions, or arrive after the books are closed, the
    model stays sure of itself and wrong.
If it waits:
    The model goes on deciding wrongly with full confidence, and we learn of it from the business figures.
Source:
    Sculley et al. 2015, section 7 (prediction bias); Breck et al. 2017, test Monitor 7; Gama et al. 2014; Vela et al.
    2022 on how commonly quality fades with time.
Fix:
    - Join predictions with their outcomes and publish the live metric
    - Label a small random sample each week where outcomes are slow
    - Watch the distribution of predictions as an early sign
    - Alert on the lower confidence limit instead of single points
    - Agree on a floor of quality below which the model is retrained or replaced by its fallback
False alarms:
    A weekly sample of a hundred predictions read by people is monitoring by hand: write `manual` with its date. Where
    no truth ever comes to light, state a proxy under `monitoring.outputs`, else the debt stays unknown. Watching the
    inputs never clears it.
Decisions:
    Live quality values of the last month prove that a check ran, whatever was stated of its last run; where nobody is
    stated to look at them the debt is as severe as a check by hand. An automated check is taken at its word unless the
    day of its last run says that it stopped. Late outcomes are harmless when the predictions are watched or when
    complaints are joined to the model; calibration needs the same late outcomes and does not help.
Example:
    models:
      - {id: order-intent, status: production, volatility: high, monitoring: {quality: none}}
Instead:
    models:
      - id: order-intent
        status: production
        volatility: high
        label_delay_days: 2
        monitoring: {quality: {level: automated, last_run_at: 2026-09-28}}
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.facts import Practice
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, above, amount, either, every, level_is, negation
from debtaudit.domain.measurement import Quality
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When outcomes are looked at too rarely, or come too late."""

    max_age: int = 30  # days between measurements; one billing cycle
    max_label_delay: int = 45  # days; half a quarter, after which a bad quarter is booked before it shows


UNSEEN, BY_HAND, STOPPED, LATE = 1.0, 0.6, 0.5, 0.5
RESTLESS = 0.2  # on top where the world moves fast


@debt(
    Model,
    category="data",
    dimension="data",
    prior_rate=0.30,
    growth=0.10,
    effort=Days(4, 10, 25),
    loss="silent",
    severity=(0.5, 1.0),
    limits=Limits(),
    after=("missing-prediction-log",),
    questions=("q-live-quality", "q-label-delay"),
    overlap=Overlap("blind model", 3),
)
def unmonitored_concept_drift(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at whether live decisions are compared with outcomes, how lately, and how late outcomes come."""
    watch = model.monitoring.quality or Practice()
    old = above(graph.age(watch.last_run_at), limits.max_age)
    late = above(amount(model.label_delay_days), limits.max_label_delay)
    automated = level_is(watch, "automated")
    values = _live_values(model, graph, limits)
    fact, ran, delay = "monitoring.quality", "monitoring.quality.last_run_at", "label_delay_days"
    return judge(
        scope(graph.in_service(model), "it is not in service", "status"),
        sign(level_is(watch, "none"), BY_HAND if values else UNSEEN, _nobody_looks(values), fact, *values[-1:]),
        sign(every(level_is(watch, "manual"), old, not values), BY_HAND,
             f"its decisions were last compared with outcomes by hand more than {limits.max_age} days ago", fact, ran),
        sign(every(automated, old or False, not values), STOPPED,
             f"the job that compares its decisions with outcomes has not run for {limits.max_age} days", fact, ran),
        sign(every(automated, late, negation(_early_sign(model, graph))), LATE,
             f"outcomes are known after {amount(model.label_delay_days) or 0:.0f} days and nothing tells earlier",
             fact, delay, "monitoring.outputs"),
        base=RESTLESS if graph.volatility(model) == "high" else 0.0,
    )  # fmt: skip


def _live_values(model: Model, graph: Graph, limits: Limits) -> list[Quality]:
    """Recent values on live decisions; values on a test set are no such thing."""
    dated = [(each, graph.age(each.day)) for each in graph.telemetry(Quality, model) if not each.test_set]
    return [each for each, days_ago in dated if days_ago is not None and days_ago <= limits.max_age]


def _nobody_looks(values: list[Quality]) -> str:
    if values:
        return f"{values[-1].metric} of live decisions is measured, and nobody is stated to look at it"
    return "nobody compares its decisions with what happened"


def _early_sign(model: Model, graph: Graph) -> Truth:
    home = graph.home(model)
    complaints = home.feedback.linked_to_model if home else None
    return either(level_is(model.monitoring.outputs, "manual", "automated"), complaints or False)
