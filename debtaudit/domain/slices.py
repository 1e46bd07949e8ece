"""How far the groups that a model serves lie below the whole, by live measurements and by stated figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from debtaudit.domain.asset import Model
from debtaudit.domain.measurement import Quality
from debtaudit.domain.quality import figures, launch_value, live, lower_is_better, number

LEAST_CASES = 100  # behind a group's value; with fewer it is noise


@dataclass(frozen=True, slots=True)
class Shortfall:
    """How far a group lies below the whole: relative to the whole, and in points; below 0 where it lies above."""

    group: str
    relative: float
    points: float
    measured: Quality | None = None


def shortfalls(model: Model, points: Iterable[Quality]) -> tuple[Shortfall, ...]:
    """Return each group's worst shortfall, by group: from the newest live values, else from the stated figures.

    Values that are known to rest on fewer than 100 cases are left out, as are those of an overall value of 0.
    """
    measured = _worst(_measured(model, tuple(points)))
    return tuple(each for _, each in sorted((_worst(_stated(model)) | measured).items()))


def _worst(found: Iterable[Shortfall]) -> dict[str, Shortfall]:
    return {each.group: each for each in sorted(found, key=lambda each: each.relative)}


def _measured(model: Model, points: tuple[Quality, ...]) -> Iterator[Shortfall]:
    wholes = {metric: number(mine[-1].value) for metric, mine in live(points).items()}
    newest = {(str(each.slice), str(each.metric)): each for each in points if each.slice}
    for (group, metric), each in newest.items():
        whole, value = wholes.get(metric, launch_value(model, metric)), number(each.value)
        enough = number(each.n) is None or (number(each.n) or 0) >= LEAST_CASES
        if enough and whole and value is not None:
            lower = lower_is_better(metric) if each.higher_is_better is None else not each.higher_is_better
            yield _compared(group, value, whole, each, lower=lower)


def _stated(model: Model) -> Iterator[Shortfall]:
    """Compare the figures of `slice_metrics`, given as one number a group or as metrics a group."""
    wholes = {metric: whole for metric, whole in figures(model.evaluation.metrics).items() if whole}
    stated = model.evaluation.slice_metrics
    for group, mine in stated.items() if isinstance(stated, Mapping) else ():
        for metric in figures(mine).keys() & wholes.keys():
            yield _compared(str(group), figures(mine)[metric], wholes[metric], lower=lower_is_better(metric))
    plain = figures(stated)
    if plain and wholes:
        metric = _metric_of(plain.values(), wholes)
        for group, value in plain.items():
            yield _compared(group, value, wholes[metric], lower=lower_is_better(metric))


def _metric_of(groups: Collection[float], wholes: Mapping[str, float]) -> str:
    """Tell which metric plain figures are of: the first that lies between them as a mean would, else the nearest."""
    between = (name for name, whole in wholes.items() if min(groups) <= whole <= max(groups))
    return next(between, min(wholes, key=lambda name: abs(wholes[name] - median(groups))))


def _compared(
    group: str, value: float, whole: float, measured: Quality | None = None, *, lower: bool
) -> Shortfall:  # fmt: skip
    below = value - whole if lower else whole - value
    return Shortfall(group, below / abs(whole), below, measured)
