"""What a workbook is made of: sheets of cells, which hold text, numbers, or formulas with their values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from debtaudit.domain.finding import Item

Look = Literal[
    "text", "note", "whole", "hundredth", "tenth", "percent", "right", "given tenth", "given hundredth",
    "given percent", "given mark",
]  # fmt: skip
MARK = "x"
HEAD = 3
"""Row in which the titles of columns stand, from 0; what they are about follows from the next on."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and its value as long as nobody changes anything."""

    text: str
    value: float | str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, how it looks, and where it leads."""

    holds: str | float | Formula
    look: Look = "text"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title and its width in characters; numbers are set to the right."""

    title: str
    width: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, what stands above, and rows under columns."""

    name: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    names: tuple[tuple[str, str], ...] = ()  # of cells, and where they are


def added_by(item: Item) -> float:
    """Return what a finding adds to the total: only its friction where another one counts the same gap."""
    return item.risk.carry if item.overlaps else item.risk.interest.mean
