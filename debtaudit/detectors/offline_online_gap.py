"""Offline metric not tied to business value: a laboratory figure is optimised without evidence that it pays.

Why it is debt:
    Each point of the offline metric costs weeks. Whether a point is worth anything is a question that only a comparison
    with real users answers, and a metric that has stopped predicting the outcome steers every later release.
If it waits:
    We pay for months of improvement that customers and revenue do not notice.
Source:
    Breck et al. 2017, test Model 2; Amershi et al. 2019.
Fix:
    - Name the business outcome together with the product owner
    - Run a live comparison, split or interleaved
    - Plot offline gains against online gains over the releases
    - Change the offline metric when it does not predict the outcome
False alarms:
    An internal tool may have no outcome that can be counted: a survey of its users within the year, recorded as
    `satisfaction`, takes the place of both the outcome and the comparison.
Decisions:
    The day of the last live comparison decides; without it the number of comparisons in a year does, then a release by
    split traffic within the year. Gains are paired by release: the last value on a test set before it, and the first
    live value of the business metric after it. Five gains or more that go together clear a missing comparison.
Example:
    models:
      - {id: recommender, status: production, evaluation: {business_metric: none, online_compared_at: 2026-06-17}}
Instead:
    models:
      - id: recommender
        status: production
        evaluation: {business_metric: revenue per visit, online_compared_at: 2026-06-17}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from debtaudit.domain.asset import Model
from debtaudit.domain.debt import Days
from debtaudit.domain.drift_statistics import rank_correlation
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, above, lacks
from debtaudit.domain.measurement import Quality, ReleaseEvent, Satisfaction
from debtaudit.domain.plugin import debt
from debtaudit.domain.quality import lower_is_better, number
from debtaudit.domain.verdict import Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """When a comparison is too old, and from where offline gains foretell nothing."""

    max_age: int = 365  # days since a live comparison; the yearly review at least
    min_corr: float = 0.3  # rank correlation; weak evidence but better than none
    least_releases: int = 5  # pairs of gains; of fewer a correlation says nothing


NO_OUTCOME, NO_COMPARISON, NO_RELATION = 0.7, 0.5, 0.8


@debt(
    Model,
    category="evaluation",
    dimension="evaluation",
    prior_rate=0.15,
    growth=0.03,
    effort=Days(3, 10, 25),
    loss="silent",
    severity=(0.5, 0.8),
    limits=Limits(),
    questions=("q-business-value",),
)
def offline_online_gap(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at whether an outcome is named, was compared with lately, and goes with the offline metric."""
    facts = model.evaluation
    gains = _gains(model, graph)
    enough = len(gains) >= limits.least_releases
    together = rank_correlation(*zip(*gains, strict=True)) if enough else 0.0
    rated = _rated_by_its_users(model, graph, limits)
    proven = rated or (enough and together >= limits.min_corr)
    return judge(
        scope(graph.in_service(model) is not False, "it is not in service", "status"),
        sign(False if rated else lacks(facts.business_metric), NO_OUTCOME,
             "no business outcome is named that it should move", "evaluation.business_metric"),
        sign(False if proven else _long_ago(model, graph, limits), NO_COMPARISON,
             f"it has not been compared live for {limits.max_age} days or more", *_facts_on_comparison(model)),
        sign(enough and together < limits.min_corr, NO_RELATION,
             f"over {len(gains)} releases offline gains did not foretell online gains (correlation {together:.2f})",
             "evaluation.business_metric", *graph.telemetry(ReleaseEvent, model)[-1:]),
    )  # fmt: skip


def _long_ago(model: Model, graph: Graph, limits: Limits) -> Truth:
    """Whether the last live comparison is too old: by its day, else by their number, else by the way of release."""
    facts = model.evaluation
    if facts.online_compared_at is not None:
        return above(graph.age(facts.online_compared_at), limits.max_age)
    if facts.ab_tests is not None:
        return lacks(facts.ab_tests)
    split = model.release.method == "ab" and above(graph.age(model.deployed_at), limits.max_age) is False
    return False if split else None


def _facts_on_comparison(model: Model) -> tuple[str, ...]:
    """The fact that decided, or both that would."""
    both = ("evaluation.online_compared_at", "evaluation.ab_tests")
    if model.evaluation.online_compared_at is not None:
        return both[:1]
    return both if model.evaluation.ab_tests is None else both[1:]


def _rated_by_its_users(model: Model, graph: Graph, limits: Limits) -> bool:
    home = graph.home(model)
    if home is None or home.customer_facing is not False:
        return False
    surveys = (*graph.telemetry(Satisfaction, home), *graph.telemetry(Satisfaction, model))
    return any(above(graph.age(each.day), limits.max_age) is False for each in surveys)


def _gains(model: Model, graph: Graph) -> list[tuple[float, float]]:
    """Offline and online gain of each release over the one before, where both were measured."""
    points = [each for each in graph.telemetry(Quality, model) if not each.slice]
    offline = [each for each in points if each.test_set]
    online = [each for each in points if not each.test_set and each.metric == model.evaluation.business_metric]
    days = [each.day for each in graph.telemetry(ReleaseEvent, model) if each.day]
    before = [next((_merit(each) for each in reversed(offline) if each.day and each.day <= day), None) for day in days]
    after = [next((_merit(each) for each in online if each.day and each.day > day), None) for day in days]
    return [(a, b) for a, b in zip(_steps(before), _steps(after), strict=True) if a is not None and b is not None]


def _merit(point: Quality) -> float | None:
    """The value, turned so that more is better."""
    value, lower = number(point.value), lower_is_better(str(point.metric))
    better = not lower if point.higher_is_better is None else point.higher_is_better
    return value if better or value is None else -value


def _steps(values: Sequence[float | None]) -> list[float | None]:
    return [None if a is None or b is None else b - a for a, b in pairwise(values)]
