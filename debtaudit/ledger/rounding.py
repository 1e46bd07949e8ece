"""Whole numbers for readers that still add up."""

from __future__ import annotations

from collections.abc import Sequence

from debtaudit.ledger.amounts import HUNDRED


def rounded(opening: int, parts: Sequence[int]) -> tuple[int, tuple[int, ...], int]:
    """Round hundredths to whole numbers so that opening and parts still make the closing.

    Ends are rounded as usual. Of the parts those with the largest remainders go up (Hamilton's method); a part of 0
    stays 0. Each is off by less than 1, in the rare worst case by less than 2.
    """
    closing = opening + sum(parts)
    first, last = _nearest(opening), _nearest(closing)
    down = [each // HUNDRED for each in parts]
    missing = last - first - sum(down)
    order = sorted(
        (place for place, each in enumerate(parts) if each), key=lambda place: (-(parts[place] % HUNDRED), place)
    )
    step = 1 if missing > 0 else -1
    for turn in range(abs(missing)):
        down[order[turn % len(order)] if step > 0 else order[-1 - turn % len(order)]] += step
    return first, tuple(down), last


def _nearest(value: int) -> int:
    return (value + HUNDRED // 2) // HUNDRED
