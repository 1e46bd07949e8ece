"""The risk matrix's axes: fixed cut points, cells and their colours, and places on a logarithmic scale.

Cut points and colours are section 5 of the scoring model: likelihood is the probability of at least one event in a
quarter, impact the loss of one event as a multiple of materiality. The colour of a cell is the band of the expected
loss at its centre, so equal colours mean nearly equal expected losses. The matrix is a picture: no rank comes from it.
"""

from __future__ import annotations

from bisect import bisect_right
from math import log

LIKELIHOOD = (0.004, 0.02, 0.1, 0.25, 0.5, 1.0)
IMPACT = (0.008, 0.04, 0.2, 1.0, 5.0, 25.0)
"""Cut points with an outer end on both sides, beyond which everything is drawn at the edge."""
CELLS = 5
BANDS = ("NNNLM", "NNLMH", "NNMHC", "NLMHC", "LMHCC")
"""Bands by likelihood from low to high, in each by impact from low to high."""
LIKELIHOOD_WORDS = ("2%", "10%", "25%", "50%")


def cell(probability: float, impact: float) -> tuple[int, int]:
    """Return likelihood and impact class, each 0 to 4."""
    return bisect_right(LIKELIHOOD[1:-1], probability), bisect_right(IMPACT[1:-1], impact)


def heat(likelihood: int, impact: int) -> int:
    """Return the colour of a cell: 0 negligible to 4 critical."""
    return "NLMHC".index(BANDS[likelihood][impact])


def along(value: float, cuts: tuple[float, ...]) -> float:
    """Return where a value lies along an axis, 0 to 5; cells are equally wide, and logarithmic inside."""
    value = min(max(value, cuts[0]), cuts[-1])
    place = min(bisect_right(cuts, value) - 1, CELLS - 1)
    return place + log(value / cuts[place]) / log(cuts[place + 1] / cuts[place])
