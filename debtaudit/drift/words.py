"""Bins and categories in words, as tables, telemetry and pictures name them."""

from __future__ import annotations

from datetime import UTC, datetime
from math import isfinite
from typing import Final

from debtaudit.drift.measures import ColumnDrift, Part

LARGE: Final = 100
"""From here on, numbers are written without a fraction."""
LONGEST: Final = 60
"""Characters of a category's name that are kept."""


def name_of(drift: ColumnDrift, part: Part) -> str:
    """Name a bin by the values between which it lies, the outer ones open; a category by itself."""
    if drift.sort == "category":
        return part.category if len(part.category) <= LONGEST else f"{part.category[:LONGEST]}…"
    low, high = (_value(drift, each) for each in (part.low, part.high))
    if part is drift.parts[0] and len(drift.parts) > 1:
        return f"up to {high}"
    if part is drift.parts[-1] and len(drift.parts) > 1:
        return f"from {low}"
    return low if low == high else f"{low} to {high}"


def _value(drift: ColumnDrift, value: float | None) -> str:
    if value is None or not isfinite(value):
        return "infinity" if value and value > 0 else "minus infinity"
    if drift.sort == "time":
        try:
            return datetime.fromtimestamp(value, UTC).date().isoformat()
        except (OverflowError, ValueError, OSError):  # days before Christ, and after the year 9999
            pass
    return f"{value:,.0f}" if abs(value) >= LARGE else f"{value:.3g}"
