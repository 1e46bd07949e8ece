"""What an engine must be able to do. It reads two sides, and answers plain SQL about them.

A side stands ready as two views: `reference_raw` and `current_raw` as they are, then `reference_rows` and
`current_rows` with what is compared, as columns x0, x1 and so on. The measures speak of the latter only, in SQL that
all engines take unchanged; what differs between them is said here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from debtaudit.drift.source import Source

Side = Literal["reference", "current"]
Sort = Literal["number", "time", "truth", "text", "cell", "other"]
"""What a column holds; `cell` is text of a CSV, of which nobody has said yet what it is."""

MISSING_WORDS = ("", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "None", "<NA>", "#N/A")
"""Cells of a CSV that stand for nothing, as data scientists' tools write them."""


class MissingExtraError(ImportError):
    """The engine is not installed: one sentence that says how to."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one side: its name, what it holds, and what the engine calls its type."""

    name: str
    sort: Sort
    type: str = ""
    single: bool = False  # numbers of half the usual precision


class Engine(Protocol):
    """One way to read and count. All text that it is given is SQL; all names in it are quoted already."""

    def open(self, side: Side, source: Source) -> tuple[Column, ...]:
        """Make a source readable as `<side>_raw`, and return its columns.

        Raises:
            SourceError: when it cannot be read.
        """
        ...

    def prepare(self, side: Side, columns: Sequence[str]) -> None:
        """Make `<side>_rows` with these expressions over `<side>_raw`, called x0, x1 and so on."""
        ...

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Answer a question.

        Raises:
            SourceError: when the data turns out to be unreadable on the way.
        """
        ...

    def cuts(self, column: str, rows: int) -> tuple[float, ...]:
        """Return values that cut a numeric column of so many rows in parts, for an engine that ranks parts in parallel.

        Where they lie changes how long the answer takes, and nothing else.
        """
        ...

    def quoted(self, name: str) -> str:
        """Return a column's name as SQL."""
        ...

    def number_in(self, text: str) -> str:
        """Return the number that a text says, as DOUBLE; NULL where it says none."""
        ...

    def seconds_in(self, text: str) -> str:
        """Return the seconds since 1970 of the day or moment that a text says, as DOUBLE; NULL where it says none."""
        ...

    def seconds_of(self, column: str, type_: str) -> str:
        """Return the seconds since 1970 of a day or moment, as DOUBLE."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...
