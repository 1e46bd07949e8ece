"""The p-value of Kolmogorov and Smirnov's test: the chance that two samples of one distribution are as far apart."""

from __future__ import annotations

from math import exp, pi, sqrt
from typing import Final

import numpy as np

EXACT_UP_TO: Final = 10_000
"""Rows of the larger side up to which every order of the rows is counted; beyond, a series is as good."""
FAR: Final = 3.0
"""Scaled gap from which the upper tail is computed by itself: the rest to one would lose its digits."""
TERMS: Final = 12


def two_sided(d: float, n: int, m: int) -> float:
    """Return the chance (0 to 1) of a gap of at least `d` between `n` and `m` rows, as scipy's `ks_2samp` has it.

    Exact up to 10,000 rows a side; ties make it cautious. Beyond, the law of one sample of n m / (n + m) rows, by the
    series of Pelz and Good (1976): within 1e-8 of the law itself.

    Raises:
        ValueError: when a side has no row.
    """
    if n < 1 or m < 1:
        raise ValueError(f"the test needs rows on both sides, not {n} and {m}")
    if d <= 0:
        return 1.0
    return _exact(d, n, m) if max(n, m) <= EXACT_UP_TO else _series(d, round(n * m / (n + m)))


def _exact(d: float, n: int, m: int) -> float:
    """Walk all orders of the rows at once, and add up the chance with which a walk first leaves the allowed band.

    After t rows, i of them from the first side, the gap is |i (n + m) - t n| / (n m). Chances that leave are added,
    never taken from one: small ones keep their digits.
    """
    total, limit, left = n + m, round(d * n * m), 0.0
    taken = np.arange(n + 2, dtype=float)
    chance = np.zeros(n + 2)  # of having taken so many rows of the first side, and never having left the band
    chance[0], low, high = 1.0, 0, 0
    for t in range(1, total + 1):
        here = slice(low, high + 1)
        step, i = chance[here] / (total - t + 1), taken[here]
        chance[low : high + 2] = 0
        chance[here] = step * (m - (t - 1) + i)
        chance[low + 1 : high + 2] += step * (n - i)
        least = max(low, (t * n - limit) // total + 1)
        most = min(high + 1, n, (t * n + limit - 1) // total)
        left += float(chance[low:least].sum() + chance[most + 1 : high + 2].sum())
        low, high = least, most
        if low > high:
            break
    return min(1.0, left)


def _series(d: float, rows: int) -> float:
    z = d * sqrt(rows)
    if z >= FAR:  # the other side's tail is far smaller than what is left out here
        return min(1.0, 2 * exp(-((6 * rows * d + 1) ** 2) / (18 * rows)))
    return min(1.0, max(0.0, 1 - _pelz_good(z, rows)))


def _pelz_good(z: float, n: int) -> float:
    """Return the chance that a scaled gap stays below `z`: limit law and three corrections."""
    if z < 0.2:  # noqa: PLR2004 - below, it is 0 to 12 digits
        return 0.0
    h = [(k + 0.5) ** 2 * pi**2 for k in range(TERMS)]
    k2 = [k**2 * pi**2 for k in range(1, TERMS)]
    q, z2 = [exp(-each / (2 * z * z)) for each in h], z * z
    whole = [exp(-each / (2 * z2)) for each in k2]
    root = sqrt(pi / 2)
    k_0 = 2 * root / z * sum(q)
    k_1 = root / (3 * z**4) * sum((a - z2) * e for a, e in zip(h, q, strict=True))
    k_2 = root / (36 * z**7) * sum(
        (6 * z**6 + 2 * z**4 + a * (2 * z**4 - 5 * z2) + a * a * (1 - 2 * z2)) * e for a, e in zip(h, q, strict=True)
    ) - root / (18 * z**3) * sum(a * e for a, e in zip(k2, whole, strict=True))
    k_3 = root / (3240 * z**10) * sum(
        (-30 * z**6 - 90 * z**8 + a * (135 * z**4 - 96 * z**6) + a * a * (212 * z**4 - 60 * z2)
         + a**3 * (5 - 30 * z2)) * e for a, e in zip(h, q, strict=True)
    ) + root / (108 * z**6) * sum((3 * a * z2 - a * a) * e for a, e in zip(k2, whole, strict=True))  # fmt: skip
    return k_0 + k_1 / sqrt(n) + k_2 / n + k_3 / sqrt(n) ** 3
