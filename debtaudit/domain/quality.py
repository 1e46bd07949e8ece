"""Figures of quality: those stated for a version, and the course that live measurements took since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from debtaudit.domain.asset import Model
from debtaudit.domain.drift_statistics import slope_test
from debtaudit.domain.logic import Truth
from debtaudit.domain.measurement import Quality

LEAST_POINTS = 8  # fewer cannot tell a slope from noise
RECENT = 4  # points whose mean is the level of today
REL_DROP = 0.05  # share of the launch value; smaller falls are within ordinary seasons
ALPHA = 0.05
ERRORS = frozenset(
    ("error", "loss", "cost", "mae", "mse", "rmse", "mape", "wape", "smape", "brier", "bias", "perplexity", "false",
     "latency", "deviation", "fpr", "fnr", "wer")
)  # fmt: skip
"""Parts of the names of metrics that are better when lower, for figures stated without their direction."""


def number(value: object) -> float | None:
    """Return a value as a number; None where it is none."""
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def figures(stated: object) -> dict[str, float]:
    """Return the metrics that were stated with values."""
    items = stated.items() if isinstance(stated, Mapping) else ()
    return {str(name): found for name, value in items if (found := number(value)) is not None}


def names(stated: object) -> tuple[str, ...] | None:
    """Return the names of stated metrics: empty for stated absence, None when nothing was stated."""
    if stated is None:
        return None
    if isinstance(stated, (Mapping, tuple)):
        return tuple(map(str, stated))
    return (stated,) if isinstance(stated, str) else ()


def launch_value(model: Model, metric: str) -> float | None:
    """Return the value that a version was released with: from its manifest, else from its evaluation."""
    return figures(model.manifest.metrics).get(metric, figures(model.evaluation.metrics).get(metric))


def lower_is_better(metric: str) -> bool:
    """Tell from a metric's name whether it counts errors."""
    return not ERRORS.isdisjoint(metric.casefold().replace("-", "_").split("_"))


def live(points: Iterable[Quality]) -> dict[str, tuple[Quality, ...]]:
    """Return overall values by metric, in the order given; of several test sets, those of the newest point."""
    found: dict[str, list[Quality]] = {}
    for each in points:
        if not each.slice and number(each.value) is not None and each.day:
            found.setdefault(str(each.metric), []).append(each)
    return {metric: tuple(p for p in mine if p.test_set == mine[-1].test_set) for metric, mine in found.items()}


@dataclass(frozen=True, slots=True)
class Course:
    """How a metric went since launch: `drop` is the relative fall in its own direction, `p_value` that of its slope."""

    metric: str
    launch: float
    recent: float
    drop: float
    p_value: float
    points: tuple[Quality, ...]

    def falls(self, rel_drop: float = REL_DROP, alpha: float = ALPHA) -> bool:
        """Tell whether it has fallen by more than noise would."""
        return self.drop > rel_drop and self.p_value < alpha


def course(points: Sequence[Quality], launch: float | None) -> Course | None:
    """Follow one metric from its launch value (else its first point); None when the points cannot tell.

    They cannot when there are fewer than 8, all of one day, without a stated direction, or after a launch at 0.
    """
    values = [number(each.value) or 0.0 for each in points]
    days = [float(each.day.toordinal()) for each in points if each.day]
    higher = next((each.higher_is_better for each in reversed(points) if each.higher_is_better is not None), None)
    start = launch if launch is not None else next(iter(values), 0.0)
    if len(points) < LEAST_POINTS or len(set(days)) == 1 or higher is None or start == 0:
        return None
    better = 1 if higher else -1
    recent, slope = fmean(values[-RECENT:]), slope_test(days, values)
    p_value = slope.p_value if slope.per_unit * better < 0 else 1.0
    return Course(str(points[0].metric), start, recent, better * (start - recent) / abs(start), p_value, tuple(points))


def courses(model: Model, points: Iterable[Quality]) -> tuple[Course, ...]:
    """Return the course of each live metric whose points can tell one."""
    found = (course(mine, launch_value(model, metric)) for metric, mine in live(points).items())
    return tuple(each for each in found if each)


def has_fallen(model: Model, points: Iterable[Quality]) -> Truth:
    """Tell whether live quality has fallen by more than noise; None when it was not measured enough to tell."""
    known = courses(model, points)
    return any(each.falls() for each in known) if known else None
