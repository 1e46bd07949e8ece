"""Numbers as people type them at a prompt: `12,000`, `12 000`, `9k`, `1.5M`. Files know plain numbers only."""

from __future__ import annotations

import re
from typing import Final

SCALES: Final = {"k": 1e3, "K": 1e3, "M": 1e6}
"""Letters behind a number. A small m is left out: it may be a thousandth, a million or a minute."""
LARGEST: Final = 1e18
"""Beyond any amount of money, rows or calls; files hold no larger number either."""
AMOUNT: Final = r"[-+]?(?:[0-9]{1,3}(?:[,_ ][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?\s?[kKM]?"
"""How an amount is typed. A comma sets thousands apart, and nothing else: 9,5 may be 9.5 or 95, and is none."""


def amount(text: str) -> float:
    """Read an amount.

    Raises:
        ValueError: when it is none, or can be read in two ways.
    """
    if not re.fullmatch(AMOUNT, text):
        raise ValueError(f"'{text[:20]}' is no number")
    plain = re.sub(r"[,_\s]", "", text)
    scale = SCALES.get(plain[-1])
    value = float(plain[:-1]) * scale if scale else float(plain)
    if abs(value) > LARGEST:
        raise ValueError(f"'{text[:20]}' is too large")
    return value


def grouped(value: float) -> str:
    """Write a number in full, thousands apart: `9,000`, `0.25`, `1,500,000`."""
    return f"{value:,.15g}"
