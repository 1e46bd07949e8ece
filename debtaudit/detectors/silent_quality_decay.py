"""Measured quality decay: live quality has fallen steadily below its launch value while the service looks healthy.

Why it is debt:
    Nothing is broken, so nothing is repaired. Every decision is a little worse than the one that was promised, and the
    fall goes on until somebody with a complaint adds it up.
If it waits:
    Customers get worse and worse answers and leave before we act on a figure that we already have.
Source:
    Breck et al. 2017, test Monitor 7; Vela et al. 2022.
Fix:
    - Split the fall by customer group and by group of features
    - Look for changes upstream and in labelling first
    - Retrain on recent data and compare in shadow
    - Put the alert's limit into the release gate
False alarms:
    A season shorter than the points reach looks like a fall. Points of another test set are left out, since the figures
    cannot be compared. Fewer than eight points, or points without `higher_is_better`, leave it unknown.
Decisions:
    Launch is the value in the manifest, else in the evaluation, else the first point. The slope must fall too, by a t
    test over the days. Incidents count when they name the model first and say who noticed.
Example:
    models: [{id: tone, status: production, manifest: {metrics: {precision: 0.88}}}]
    telemetry:
      - {kind: quality, asset: tone, at: 2026-08-10, metric: precision, value: 0.86, higher_is_better: yes}
      - {kind: quality, asset: tone, at: 2026-08-17, metric: precision, value: 0.86, higher_is_better: yes}
      - {kind: quality, asset: tone, at: 2026-08-24, metric: precision, value: 0.85, higher_is_better: yes}
      - {kind: quality, asset: tone, at: 2026-08-31, metric: precision, value: 0.83, higher_is_better: yes}
      - {kind: quality, asset: tone, at: 2026-09-07, metric: precision, value: 0.82, higher_is_better: yes}
      - {kind: quality, asset: tone, at: 2026-09-14, metric: precision, value: 0.80, higher_is_better: yes}
      - {kind: quality, asset: tone, at: 2026-09-21, metric: precision, value: 0.79, higher_is_better: yes}
      - {kind: quality, asset: tone, at: 2026-09-28, metric: precision, value: 0.78, higher_is_better: yes}
Instead:
    models: [{id: tone, status: production, manifest: {metrics: {precision: 0.88}}}]
    telemetry:
      - {kind: quality, asset: tone, at: 2026-08-10, metric: precision, value: 0.88, higher_is_better: yes}
      - {kind: quality, asset: tone, at: 2026-08-17, metric: precision, value: 0.87, higher_is_better: yes}
      - {kind: quality, asset: tone, at: 2026-08-24, metric: precision, value: 0.88, higher_is_better: yes}
      - {kind: quality, asset: tone, at: 2026-08-31, metric: precision, value: 0.89, higher_is_better: yes}
      - {kind: quality, asset: tone, at: 2026-09-07, metric: precision, value: 0.87, higher_is_better: yes}
      - {kind: quality, asset: tone, at: 2026-09-14, metric: precision, value: 0.88, higher_is_better: yes}
      - {kind: quality, asset: tone, at: 2026-09-21, metric: precision, value: 0.87, higher_is_better: yes}
      - {kind: quality, asset: tone, at: 2026-09-28, metric: precision, value: 0.88, higher_is_better: yes}
"""

from __future__ import annotations

from dataclasses import dataclass

from debtaudit.domain.asset import Model
from debtaudit.domain.debt import Days, Overlap
from debtaudit.domain.graph import Graph
from debtaudit.domain.measurement import Quality
from debtaudit.domain.plugin import debt
from debtaudit.domain.quality import Course, courses
from debtaudit.domain.verdict import Sign, Verdict, judge, scope, sign


@dataclass(frozen=True)
class Limits:
    """From where a fall is more than a season, and from where customers are the monitor."""

    rel_drop: float = 0.05  # of the launch value; smaller falls are within ordinary seasons
    alpha: float = 0.05  # chance of a slope as steep without any change
    customer_share: float = 0.5  # of the model's incidents; then monitors are not doing their job
    least_incidents: int = 3  # in four quarters; of fewer a share says nothing


WHOLE = 0.20  # relative fall at which severity is 1
BY_CUSTOMERS = 0.5  # severity at least when customers are the monitor


@debt(
    Model,
    category="model",
    dimension="data",
    prior_rate=0.80,
    growth=0.15,
    effort=Days(3, 8, 20),
    loss="silent",
    severity=(0.25, 1.0),
    limits=Limits(),
    after=("irreproducible-training",),
    overlap=Overlap("decay in progress", 1),
)
def silent_quality_decay(model: Model, graph: Graph, limits: Limits) -> Verdict:
    """Follow each live metric since launch, and see who found the incidents."""
    known = courses(model, graph.telemetry(Quality, model))
    falling = [_falling(each) for each in known if each.falls(limits.rel_drop, limits.alpha)]
    return judge(
        scope(graph.in_service(model) is not False, "it is not in service", "status"),
        *falling,
        _found_by_customers(model, graph, limits),
        sign(False if known else None, 0.0, "", "telemetry.quality"),
    )


def _falling(course: Course) -> Sign:
    says = (f"live {course.metric} has gone from {course.launch:g} at launch to {course.recent:.3g}, "
            f"{course.drop:.0%} worse, and goes on falling")  # fmt: skip
    return sign(True, min(1.0, course.drop / WHOLE), says, course.points[0], course.points[-1])


def _found_by_customers(model: Model, graph: Graph, limits: Limits) -> Sign:
    incidents = [each for each in graph.incidents(model, root=True) if each.detected_by]
    theirs = [each for each in incidents if each.detected_by == "customer"]
    enough = len(incidents) >= limits.least_incidents
    return sign(enough and len(theirs) >= limits.customer_share * len(incidents), BY_CUSTOMERS,
                f"customers found {len(theirs)} of its {len(incidents)} incidents in a year", *theirs)  # fmt: skip
