"""What drift measurements say of the inputs they were taken of: by feature and measure, oldest first."""

from __future__ import annotations

from collections.abc import Iterable

from debtaudit.domain.drift_statistics import DEFAULT_BINS, MEASURES, RARE, chance
from debtaudit.domain.logic import Truth
from debtaudit.domain.measurement import Drift

Series = dict[tuple[str, str], tuple[Drift, ...]]


def by_feature(measurements: Iterable[Drift]) -> Series:
    """Group measurements by feature and measure, in the order given."""
    found: dict[tuple[str, str], list[Drift]] = {}
    for each in measurements:
        found.setdefault((str(each.feature or each.asset), str(each.measure or "")), []).append(each)
    return {key: tuple(mine) for key, mine in found.items()}


def p_value(drift: Drift) -> float | None:
    """Return the chance that no change shows as much: stated, else after the measure; None without rows."""
    if isinstance(drift.p_value, (int, float)):
        return float(drift.p_value)
    n_ref, n_cur, bins = drift.n_ref, drift.n_cur, drift.bins or DEFAULT_BINS
    if drift.measure not in MEASURES or not isinstance(drift.value, (int, float)):
        return None
    if not n_ref or not n_cur or bins <= 1:
        return None
    return chance(drift.measure, drift.value, n_ref, n_cur, bins)


def far(drift: Drift, act: float | None = None) -> Truth:
    """Tell whether inputs have moved beyond the band that calls for action, and beyond chance.

    `act` takes the place of the measure's usual limit. Unknown where the measure is not known, or where its value is
    beyond the limit and rests on too few rows, or on a number of rows that nobody stated.
    """
    measure = MEASURES.get(str(drift.measure))
    if measure is None or not isinstance(drift.value, (int, float)):
        return None
    if drift.value < (measure.act if act is None else act):
        return False
    p = p_value(drift)
    if p is None or not drift.n_cur or drift.n_cur < measure.least_rows:
        return None
    return p < RARE if drift.p_value is None else True


def moved(measurements: Iterable[Drift]) -> tuple[Drift, ...]:
    """Return the newest measurement of each feature and measure that lies beyond its limit and beyond chance."""
    return tuple(mine[-1] for mine in by_feature(measurements).values() if far(mine[-1]))
