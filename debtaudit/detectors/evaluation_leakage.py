"""Leakage between training and evaluation: test cases, or what is only known later, seep into training.

Why it is debt:
    The exam was passed with the answers in hand. The figure in the report is too good, the launch disappoints, and
    every later comparison is made with a yardstick that nobody can reach honestly.
If it waits:
    We promise results that the product cannot deliver, and find out after the launch.
Source:
    Kaufman et al. 2012 on leakage; Bogner et al. 2021, antipatterns of evaluation.
Fix:
    - Split by time, or keep each entity on one side
    - Rebuild features as they were known at the time of the decision
    - Remove duplicates across the split
    - Measure again and restate the results
False alarms:
    A measured change of population explains a live gap and is told as drift instead. Less than four weeks of live
    values leave the gap unknown.
Decisions:
    Duplicates count where cases were split at random, since a split by time or entity keeps most of them on one side.
    The first live value is the mean of the first four weeks; values that begin long after the deployment say nothing of
    the launch. A test set among the training data without any split is leakage too.
Example:
    models:
      - {id: tone, status: production, evaluation: {split_method: random, entity_or_time_order: yes}}
Instead:
    models:
      - {id: tone, status: production, evaluation: {split_method: time, entity_or_time_order: yes}}
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import fmean

from debtaudit.domain.asset import Dataset, Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.input_drift import moved
from debtaudit.domain.logic import Truth, above, among, amount, either, every, lacks
from debtaudit.domain.measurement import Drift, Quality
from debtaudit.domain.plugin import debt
from debtaudit.domain.quality import launch_value, live, lower_is_better, number
from debtaudit.domain.verdict import Sign, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """From where reported quality is too good to be true."""

    gap: float = 0.10  # relative fall from the laboratory to the first live weeks
    live_days: int = 28  # days of live values; fewer are a weather report
    duplicates: float = 0.01  # share of rows that stand more than once


SPLIT, SAME_CASES = 0.5, 0.5
WHOLE = 0.2  # relative gap at which severity is 1
WEEK = 7  # days; the usual distance between live values, so that four of them make four weeks


@debt(
    Model,
    category="evaluation",
    dimension="evaluation",
    prior_rate=0.12,
    growth=0.02,
    effort=Days(2, 6, 15),
    loss="silent",
    severity=(0.5, 1.0),
    limits=Limits(),
    questions=("q-test-set",),
    overlap=Overlap("exam", 2),
)
def evaluation_leakage(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at how cases were split, at duplicates across the split, and at the fall from laboratory to live."""
    how, fact = model.evaluation.split_method, "evaluation.split_method"
    doubled = [each for each in graph.training_data(model) if _doubled(each, limits)]
    test_set = graph.asset(str(model.evaluation.dataset or ""))
    reused = test_set in graph.providers(model, "trains_on")
    return judge(
        scope(graph.in_service(model) is not False, "it is not in service", "status"),
        sign(every(among(how, "random"), model.evaluation.entity_or_time_order), SPLIT,
             "test cases were drawn at random although cases have an order in time or belong together",
             fact, "evaluation.entity_or_time_order"),
        sign(how == "random" and bool(doubled), SAME_CASES,
             f"cases were split at random and {', '.join(map(_said, doubled))} of the rows stand more than once",
             fact, *((each, "profile.duplicates") for each in doubled)),
        sign(every(either(lacks(how), False), reused), SAME_CASES, "it is judged by the data that it learned from",
             fact, "evaluation.dataset"),
        *_gaps(model, graph, limits),
        involved=doubled,
    )  # fmt: skip


def _doubled(dataset: Dataset, limits: Limits) -> bool:
    return bool(above(amount(dataset.profile.duplicates), limits.duplicates))


def _said(dataset: Dataset) -> str:
    return f"{amount(dataset.profile.duplicates) or 0:.1%} of {dataset.id}"


def _gaps(model: Model, graph: Graph, limits: Limits) -> list[Sign]:
    """For each metric with a launch value, how far the first live weeks lay below it."""
    points = [each for each in graph.telemetry(Quality, model) if not each.test_set]
    explained = bool(moved(graph.telemetry(Drift, model)))
    return [] if explained else [_gap(model, metric, mine, limits) for metric, mine in live(points).items()]


def _gap(model: Model, metric: str, points: tuple[Quality, ...], limits: Limits) -> Sign:
    days, values = _since_deployment(model, points)
    early = [value for day, value in zip(days, values, strict=True) if day < days[0] + limits.live_days]
    fall = _fall(model, metric, early, points)
    told = _about_launch(model, days, limits)
    return sign(every(fall > limits.gap, told), min(1.0, fall / WHOLE),
                f"{metric} fell by {fall:.0%} from the laboratory to the first live weeks",
                *(points[:1] if told else ("telemetry.quality", "deployed_at")))  # fmt: skip


def _since_deployment(model: Model, points: tuple[Quality, ...]) -> tuple[list[int], list[float]]:
    """Days after deployment, and values, of the points since; all points where nobody says when that was."""
    start = model.deployed_at.toordinal() if isinstance(model.deployed_at, date) else 0
    dated = [(each.day.toordinal() - start, number(each.value) or 0.0) for each in points if each.day]
    since = [(day, value) for day, value in dated if day >= 0]
    return [day for day, _ in since], [value for _, value in since]


def _about_launch(model: Model, days: list[int], limits: Limits) -> Truth:
    """Whether live values begin with the launch and reach far enough to speak of it."""
    if not isinstance(model.deployed_at, date) or not days or days[-1] - days[0] < limits.live_days - WEEK:
        return None
    return days[0] <= (amount(model.label_delay_days) or 0) + limits.live_days


def _fall(model: Model, metric: str, early: list[float], points: tuple[Quality, ...]) -> float:
    """Relative fall from the laboratory to the first live weeks, in the metric's direction; 0 where one is missing."""
    offline = launch_value(model, metric)
    if not offline or not early:
        return 0.0
    stated = next((each.higher_is_better for each in points if each.higher_is_better is not None), None)
    lower = lower_is_better(metric) if stated is None else not stated
    return (fmean(early) - offline) * (1 if lower else -1) / abs(offline)
