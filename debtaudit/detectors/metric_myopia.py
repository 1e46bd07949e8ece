"""Metric myopia: one overall figure decides, and failure on rare, costly or protected groups stays out of sight.

Why it is debt:
    An average of 94 % can be 97 % for nearly everybody and 60 % for the cases that cost most. Whoever tunes and
    releases by the average will not see it, and will make it worse without noticing.
If it waits:
    We lose money or trust in one group of customers again and again while the overall figure looks good.
Source:
    Breck et al. 2017, test Model 6; Mitchell et al. 2019 on reporting by group.
Fix:
    - List the groups that matter with product and legal
    - Report metric and interval for each group
    - Weigh errors by what they cost
    - Block a release when a group falls below its floor
False alarms:
    A metric that weighs errors by their cost is a second view by itself: its name has `cost` in it. Groups with fewer
    than 100 cases are left out.
Decisions:
    Live figures of groups clear missing ones on the test set, and their gap counts before the stated one. Plain figures
    of groups are compared with the first overall metric that lies between them. That figures by group exist and nobody
    listed the groups apart is no debt.
Example:
    models:
      - {id: fraud-score, status: production, evaluation: {metrics: {auc: 0.94, recall: 0.7}, slice_metrics: none}}
Instead:
    models:
      - id: fraud-score
        status: production
        slices: [new-card, known-card]
        evaluation: {metrics: {auc: 0.94, recall: 0.7}, slice_metrics: {new-card: 0.92, known-card: 0.95}}
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.logic import Truth, lacks
from debtaudit.domain.measurement import Quality
from debtaudit.domain.plugin import debt
from debtaudit.domain.quality import names
from debtaudit.domain.slices import Shortfall, shortfalls
from debtaudit.domain.verdict import Sign, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """How far a group may lie below the whole."""

    slice_gap: float = 0.10  # relative shortfall; beyond the noise of 100 cases


NO_GROUPS, ONE_FIGURE = 0.7, 0.5
WHOLE = 0.3  # relative shortfall at which severity is 1


@debt(
    Model,
    category="evaluation",
    dimension="evaluation",
    prior_rate=0.20,
    growth=0.04,
    effort=Days(2, 5, 12),
    loss="silent",
    severity=(0.33, 1.0),
    limits=Limits(),
    questions=("q-slices",),
    overlap=Overlap("exam", 3),
)
def metric_myopia(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Look at how many figures decide, whether groups are looked at apart, and how far the worst lies below."""
    points = graph.telemetry(Quality, model)
    measured = any(each.slice for each in points)
    worst = max(shortfalls(model, points), key=lambda each: each.relative, default=None)
    return judge(
        scope(graph.in_service(model) is not False, "it is not in service", "status"),
        sign(False if measured else _no_groups(model), NO_GROUPS, "quality is not looked at by group",
             *_facts_on_groups(model)),
        sign(_one_figure(model), ONE_FIGURE, _figures_said(model), "evaluation.metrics"),
        *([_gap(worst, limits)] if worst else []),
    )  # fmt: skip


def _no_groups(model: Model) -> Truth:
    """Figures by group decide; where nobody mentions them, groups that are stated not to exist do."""
    figures = names(model.evaluation.slice_metrics)
    if figures is None:
        return lacks(model.slices) or None
    return not figures


def _facts_on_groups(model: Model) -> tuple[str, ...]:
    return ("evaluation.slice_metrics",) if model.slices is None else ("slices", "evaluation.slice_metrics")


def _one_figure(model: Model) -> Truth:
    metrics = names(model.evaluation.metrics)
    return None if metrics is None else len(metrics) <= 1 and not any("cost" in metric.casefold() for metric in metrics)


def _figures_said(model: Model) -> str:
    metrics = names(model.evaluation.metrics)
    return f"a single figure decides ({', '.join(metrics)})" if metrics else "no metric is named that decides"


def _gap(worst: Shortfall, limits: Limits) -> Sign:
    return sign(worst.relative > limits.slice_gap, min(1.0, worst.relative / WHOLE),
                f"quality for {worst.group} lies {worst.relative:.0%} below the whole",
                worst.measured or "evaluation.slice_metrics")  # fmt: skip
