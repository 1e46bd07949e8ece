"""Tables as CSV, in two dialects that must not be mixed up.

Importers take a cell as it is: an apostrophe before it would stand in the ticket. So cells are such that none can
begin a formula, and a cell that could is a fault of ours. Spreadsheets calculate: there an apostrophe keeps text text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final, Literal

FORMULA: Final = tuple("=+-@\t\r\n\0|%＝＋－＠")  # noqa: RUF001 - spreadsheets take the wide signs too
"""What a cell may not begin with: some spreadsheet calculates it, or takes it for a command."""
MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Tells Excel that a file is UTF-8."""

Cell = str | int | float
Row = Sequence[Cell]


def for_importers(rows: Iterable[Row]) -> str:
    """Write rows for a tracker's importer: every cell in quotes, lines that end as the format says.

    Raises:
        ValueError: for a cell that a spreadsheet could calculate.

    """
    return _written([[_checked(str(cell)) for cell in row] for row in rows], csv.QUOTE_ALL)


def for_spreadsheets(rows: Iterable[Row]) -> str:
    """Write rows for a spreadsheet: text that could be a formula has an apostrophe before it, which is not shown."""
    return MARK + _written([[_harmless(cell) for cell in row] for row in rows], csv.QUOTE_MINIMAL)


def _checked(cell: str) -> str:
    if cell.startswith(FORMULA):
        raise ValueError(f"a cell must not begin like a formula: {cell[:40]!r}")
    return cell


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" '").startswith(FORMULA) else cell


def _written(rows: Iterable[Row], quoting: Literal[0, 1]) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
