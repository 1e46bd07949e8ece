"""What a comparison finds out, before anybody says what it means. Shares are 0 to 1, counts are rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Name = Literal["ks", "psi", "wasserstein", "jensen_shannon", "chi2", "missing"]
Sort = Literal["number", "time", "category"]
"""How a column was compared; times are numbers of seconds."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What one side of a column holds before anything is left out."""

    rows: int
    nulls: int
    nans: int = 0
    unreadable: int = 0  # cells with words where numbers or days were looked for
    infinite: int = 0  # kept: they are larger or smaller than every other value

    @property
    def missing(self) -> int:
        """Rows without a value to compare."""
        return self.nulls + self.nans + self.unreadable

    @property
    def values(self) -> int:
        """Rows with a value to compare."""
        return self.rows - self.missing

    @property
    def share_missing(self) -> float:
        """Share of rows without a value; 0 where there are no rows."""
        return self.missing / self.rows if self.rows else 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure: its value, and the chance that no change shows as much; None where it cannot be computed (`why`)."""

    measure: Name
    value: float | None
    p_value: float | None = None
    bins: int | None = None
    own_test: bool = False  # whether the chance comes from the measure's own test rather than from what no change shows
    why: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One bin or category: how many rows of either side lie in it. A bin is named by its smallest and largest value."""

    reference: int
    current: int
    low: float | None = None
    high: float | None = None
    category: str = ""


@dataclass(frozen=True, slots=True)
class ColumnDrift:
    """How far one column has moved. Without values on either side there are no parts, and no measure has a value."""

    name: str
    sort: Sort
    reference: Filled
    current: Filled
    measures: tuple[Measured, ...] = ()
    parts: tuple[Part, ...] = ()
    w1: float | None = None  # Wasserstein distance in the column's own unit, nothing clipped
    set_aside: str = ""  # why a change of it means nothing: an id, a clock


@dataclass(frozen=True, slots=True)
class Compared:
    """All columns of two sides, in the order of the reference."""

    columns: tuple[ColumnDrift, ...]
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()  # column, reason
