"""Quarters of the fiscal year: from which day to which, and how they are called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 12
LENGTH = 3
LABEL = re.compile("([0-9]{4})-Q([1-4])").fullmatch
TYPED = re.compile("([0-9]{4})[- ]?Q([1-4])").fullmatch
"""A label as people type it: `2026-Q3`, `2026Q3`, `2026 q3`."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter of a fiscal year that begins on the first day of the month `start` (1 to 12).

    A fiscal year has the number of the calendar year in which it ends: with July as its first month, 2026-Q1 is July to
    September 2025.
    """

    year: int
    number: int
    start: int = 1

    @property
    def label(self) -> str:
        """How it is called: `2026-Q3`."""
        return f"{self.year:04d}-Q{self.number}"

    @property
    def first(self) -> date:
        """Its first day."""
        months = (self.start - 1) + (self.number - 1) * LENGTH
        year = self.year - (1 if self.start > 1 else 0) + months // MONTHS
        return date(year, months % MONTHS + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after().first - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def before(self, quarters: int = 1) -> Quarter:
        """Return the quarter so many quarters before it; negative numbers lead ahead."""
        place = self.year * 4 + self.number - 1 - quarters
        return Quarter(place // 4, place % 4 + 1, self.start)

    def after(self) -> Quarter:
        """Return the quarter that follows."""
        return self.before(-1)

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= day <= self.last


def quarter_of(day: date, start: int = 1) -> Quarter:
    """Return the quarter in which a day lies; `start` is the month in which the fiscal year begins."""
    months = (day.month - start) % MONTHS
    began = day.year if day.month >= start else day.year - 1
    return Quarter(began + (1 if start > 1 else 0), months // LENGTH + 1, start)


def read_label(label: str, start: int = 1) -> Quarter:
    """Read `2026-Q3`.

    Raises:
        ValueError: when it is no such label.
    """
    match = LABEL(label.strip().upper())
    if not match or int(match[1]) <= 1:
        raise ValueError(f"'{label:.40}' is no quarter; write it as 2026-Q3")
    return Quarter(int(match[1]), int(match[2]), start)


def read_typed(text: str, start: int = 1) -> Quarter:
    """Read a quarter as people type it: `2026-Q3`, `2026Q3`, `2026 q3`.

    Raises:
        ValueError: when it is no quarter.
    """
    match = TYPED(text.strip().upper())
    return read_label(f"{match[1]}-Q{match[2]}" if match else text, start)
