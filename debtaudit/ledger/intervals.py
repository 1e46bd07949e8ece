"""90 percent intervals: how far a key figure can be trusted, given how little it rests on.

Shares after Wilson (1927), counts after Garwood (1936); means, medians and ratios by a percentile bootstrap of fixed
seed (Efron 1979), rank correlations after Fisher with the variance of Bonett and Wright (2000), differences by the
method of variance estimates recovery (Zou and Donner 2008). An interval that cannot be told is `NONE`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import atanh, inf, sqrt, tanh
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

from debtaudit.domain.statistics import gamma_quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Drawn = NDArray[np.float64]

Interval = tuple[float | None, float | None]
NONE: Final[Interval] = (None, None)
OUTSIDE: Final = 0.05
"""Chance left outside at either end."""
Z: Final = NormalDist().inv_cdf(1 - OUTSIDE)
DRAWS: Final = 2000
SEED: Final = 20
MOST: Final = 4_000_000
"""Numbers drawn at most, so that a million events need no gigabytes; then there are fewer draws."""


def wilson(part: float, whole: float) -> Interval:
    """Return the interval of a share: so many of so many."""
    if whole <= 0:
        return NONE
    share, z2 = part / whole, Z * Z / whole
    middle = (share + z2 / 2) / (1 + z2)
    half = Z * sqrt(share * (1 - share) / whole + z2 / (4 * whole)) / (1 + z2)
    return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))


def poisson(events: int, exposure: float = 1.0) -> Interval:
    """Return the interval of a rate: so many events in so much time."""
    if exposure <= 0:
        return NONE
    low = gamma_quantile(OUTSIDE, events, 1.0) if events else 0.0
    return low / exposure, gamma_quantile(1 - OUTSIDE, events + 1, 1.0) / exposure


def of_mean(values: Sequence[float]) -> Interval:
    """Return the interval of a mean; two values at least are needed."""
    return _bootstrap(len(values), lambda picked: _array(values)[picked].mean(axis=1))


def of_median(values: Sequence[float]) -> Interval:
    """Return the interval of a median; two values at least are needed."""

    def medians(picked: NDArray[np.int64]) -> Drawn:
        import numpy as np  # noqa: PLC0415 - 70 ms that only who asks for key figures pays

        return np.asarray(np.median(_array(values)[picked], axis=1), dtype=np.float64)

    return _bootstrap(len(values), medians)


def of_ratio(pairs: Sequence[tuple[float, float]]) -> Interval:
    """Return the interval of sum / sum over things that belong together, such as lines of one pipeline."""
    over, under = ([pair[at] for pair in pairs] for at in (0, 1))

    def ratios(picked: NDArray[np.int64]) -> Drawn:
        made: Drawn = _array(over)[picked].sum(axis=1) / _array(under)[picked].sum(axis=1)
        return made

    return _bootstrap(len(pairs), ratios) if all(each > 0 for each in under) else NONE


def of_rate(sizes: Sequence[float], exposure: float) -> Interval:
    """Return the interval of sum / exposure, where events come by chance and each brings so much, such as tickets."""
    if exposure <= 0 or not sizes:
        return NONE

    import numpy as np  # noqa: PLC0415 - see above

    random = np.random.Generator(np.random.PCG64(SEED))
    times = random.poisson(1.0, (_draws(len(sizes)), len(sizes)))
    return _ends((times * _array(sizes)).sum(axis=1) / exposure)


def difference(one: float, one_ends: Interval, other: float, other_ends: Interval) -> Interval:
    """Return the interval of `one - other`, from the intervals of both."""
    if None in {*one_ends, *other_ends}:
        return NONE
    low, high = (float(each or 0.0) for each in one_ends)
    other_low, other_high = (float(each or 0.0) for each in other_ends)
    gap = one - other
    return gap - sqrt((one - low) ** 2 + (other_high - other) ** 2), gap + sqrt(
        (high - one) ** 2 + (other - other_low) ** 2
    )


def spearman(pairs: Sequence[tuple[float, float]]) -> tuple[float | None, Interval]:
    """Return the rank correlation of pairs, and its interval; None where one side never changes."""
    if len(pairs) < 4:  # noqa: PLR2004 - below, the interval has no width
        return None, NONE
    first, second = (_ranks([pair[at] for pair in pairs]) for at in (0, 1))
    rho = _pearson(first, second)
    if rho is None or abs(rho) >= 1:
        return rho, NONE
    spread = Z * sqrt((1 + rho * rho / 2) / (len(pairs) - 3))
    return rho, (tanh(atanh(rho) - spread), tanh(atanh(rho) + spread))


def natural_limits(values: Sequence[float]) -> tuple[float, float]:
    """Return the limits within which a figure moves by itself: mean -+ 2.66 mean moving ranges (Wheeler 1993)."""
    mean = sum(values) / len(values)
    moves = [abs(other - one) for one, other in pairwise(values)]
    reach = 2.66 * sum(moves) / len(moves) if moves else inf
    return mean - reach, mean + reach


def _bootstrap(size: int, made: Callable[[NDArray[np.int64]], Drawn]) -> Interval:
    if size < 2:  # noqa: PLR2004 - of one value nobody knows how far others lie
        return NONE
    import numpy as np  # noqa: PLC0415 - see above

    random = np.random.Generator(np.random.PCG64(SEED))
    return _ends(made(random.integers(size, size=(_draws(size), size), dtype=np.int64)))


def _draws(size: int) -> int:
    return max(100, min(DRAWS, MOST // size))


def _ends(drawn: Drawn) -> Interval:
    import numpy as np  # noqa: PLC0415 - see above

    low, high = np.quantile(drawn, [OUTSIDE, 1 - OUTSIDE])
    return float(low), float(high)


def _array(values: Sequence[float]) -> Drawn:
    import numpy as np  # noqa: PLC0415 - see above

    return np.asarray(values, dtype=np.float64)


def _ranks(values: Sequence[float]) -> list[float]:
    """Return ranks from 1; equal values share the mean of theirs."""
    places: dict[float, list[int]] = {}
    for place, value in enumerate(sorted(values), start=1):
        places.setdefault(value, []).append(place)
    return [sum(places[value]) / len(places[value]) for value in values]


def _pearson(first: Sequence[float], second: Sequence[float]) -> float | None:
    one, two = (sum(each) / len(each) for each in (first, second))
    joint = sum((a - one) * (b - two) for a, b in zip(first, second, strict=True))
    spread = sqrt(sum((a - one) ** 2 for a in first) * sum((b - two) ** 2 for b in second))
    return joint / spread if spread else None
