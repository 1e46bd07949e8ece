"""What scipy and numpy say: every definition written a second time, straight from its formula."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.spatial.distance import jensenshannon

Values = NDArray[np.float64]


def present(values: Sequence[float | None]) -> Values:
    """Return what is not missing."""
    found = np.array([np.nan if each is None else each for each in values], dtype=float)
    kept: Values = found[~np.isnan(found)]
    return kept


def bins(reference: Values, current: Values) -> tuple[Values, Values]:
    """Return the rows in each tenth of the reference, without tenths that are empty on both sides."""
    ordered = np.sort(reference)
    sides = []
    for side in (reference, current):
        below = np.searchsorted(ordered, side, side="left")
        sides.append(np.bincount(np.minimum(10 * below // len(ordered), 9), minlength=10).astype(float))
    used = sides[0] + sides[1] > 0
    return sides[0][used], sides[1][used]


def psi(r: Values, c: Values) -> float:
    """Population stability index of two rows of counts; an empty cell counts as half a row."""
    e, a = np.maximum(r, 0.5) / r.sum(), np.maximum(c, 0.5) / c.sum()
    return float(((a - e) * np.log(a / e)).sum())


def js(r: Values, c: Values) -> float:
    """Jensen-Shannon distance to base 2."""
    return float(np.nan_to_num(jensenshannon(r / r.sum(), c / c.sum(), base=2)))


def clipped(reference: Values, current: Values) -> tuple[float, float]:
    """Return the Wasserstein distance between the reference's 0.1 % and 99.9 %, and the reference's deviation there."""
    ordered = np.sort(reference)
    low, high = ordered[ceil(len(ordered) / 1000) - 1], ordered[ceil(999 * len(ordered) / 1000) - 1]
    a, b = np.clip(reference, low, high), np.clip(current, low, high)
    return float(stats.wasserstein_distance(a, b)), float(np.std((a - low) / (high - low)) * (high - low))


def table(reference: Sequence[str | None], current: Sequence[str | None]) -> tuple[list[str], Values, Values]:
    """Return categories with their rows on both sides."""
    r, c = (Counter(each for each in side if each is not None) for side in (reference, current))
    names = sorted({*r, *c})
    return names, np.array([r[each] for each in names], float), np.array([c[each] for each in names], float)


def merged(r: Values, c: Values) -> Values:
    """Return the table for chi-square: categories of which the smaller side expects less than five are one."""
    n, m = r.sum(), c.sum()
    thin = (r + c) * min(n, m) / (n + m) < 5
    rest = [[r[thin].sum()], [c[thin].sum()]] if thin.any() else [[], []]
    return np.array([[*r[~thin], *rest[0]], [*c[~thin], *rest[1]]])


def chi2(observed: Values) -> Any:
    """Return scipy's test of independence, without Yates's correction."""
    return stats.chi2_contingency(observed, correction=False)
