"""CSV as other tools export it: encodings, separators, repeated columns, decimal commas and times without a zone."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from debtaudit.collectors._collector import Export
from debtaudit.collectors._gather import Gather
from debtaudit.collectors._node import BOMS, Node, moment, number
from debtaudit.domain.facts import Place
from debtaudit.domain.problem import Problem

SEPARATORS: Final = ",;\t|"
NUMERIC_DATE: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\b")
LARGEST_CELL: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the cells of each column, by the column's name in small letters. A repeated column has several."""

    cells: Mapping[str, tuple[str, ...]]
    ref: str

    def __getitem__(self, column: str) -> Node:
        """Return the first cell of a column that says something."""
        found = self.cells.get(column.strip().casefold(), ())
        return Node(next((each for each in found if each.strip()), None), self.ref)

    @property
    def whole(self) -> Node:
        """The row as a whole."""
        return Node(tuple(sorted(self.cells.items())), self.ref)

    def every(self, column: str) -> Iterator[Node]:
        """Yield all cells of a column, and of its repetitions, that say something."""
        for each in self.cells.get(column.strip().casefold(), ()):
            if each.strip():
                yield Node(each, self.ref)


@dataclass(frozen=True, slots=True)
class Table:
    """A table and its columns as they are written."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    name: str

    def has(self, *columns: str) -> bool:
        """Tell whether it has all of these columns."""
        known = {each.strip().casefold() for each in self.columns}
        return all(each.strip().casefold() in known for each in columns)


def read_table(export: Export, gather: Gather) -> Table | None:
    """Read a table; what is wrong with it is noted, and a table that is cut short is not taken."""
    text = _text(export, gather)
    head = next((line for line in text.splitlines() if line.strip()), "")
    if not head:
        gather.refuse(export.name, "empty", "this file is empty")
        return None
    bare = re.sub(r'"[^"]*"', "", head)
    separator = max(SEPARATORS, key=bare.count)
    lines = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    rows: list[Row] = []
    columns: list[str] = []
    short = False
    try:
        begins = 1
        for cells in lines:
            if not columns:
                columns = [each.strip() for each in cells] if any(each.strip() for each in cells) else []
            elif any(each.strip() for each in cells):
                short = len(cells) < len(columns)
                row = _row(columns, cells, f"{export.name}:{begins}", gather)
                if row:
                    rows.append(row)
            begins = lines.line_num + 1
    except csv.Error as error:
        cut = "unexpected end" in str(error)
        says = "the file ends in the middle of a cell: it is truncated" if cut else f"this is no CSV: {error}"
        gather.problems.append(
            Problem.at(Place(export.name, lines.line_num or 1, 1), "no-csv", says, "export it again")
        )
        return None
    if rows and short and not text.endswith(("\n", "\r")):
        gather.refuse(
            rows[-1].ref, "cut", "the file ends in the middle of this row: it is truncated", "export it again"
        )
        return None
    return Table(tuple(columns), tuple(rows), export.name)


def _text(export: Export, gather: Gather) -> str:
    encoding = next((name for mark, name in BOMS if export.data.startswith(mark)), "utf-8")
    try:
        return export.data.decode(encoding).replace("\0", "")
    except UnicodeDecodeError:
        gather.warn(export.name, "encoding", "this file is not UTF-8; it is read as Windows-1252")
        return export.data.decode("cp1252", "replace").replace("\0", "")


def _row(columns: list[str], cells: list[str], ref: str, gather: Gather) -> Row | None:
    if len(cells) > len(columns):
        gather.warn(ref, "long-row", f"this row has {len(cells)} cells for {len(columns)} columns; it is left out",
                    "is there a separator in a cell without quotes?")  # fmt: skip
        gather.count("rows left out")
        return None
    if len(cells) < len(columns):
        gather.warn(ref, "short-row", f"this row has {len(cells)} cells for {len(columns)} columns; is it cut short?")
    named: dict[str, tuple[str, ...]] = {}
    for name, cell in zip(columns, cells, strict=False):
        key = name.casefold()
        named[key] = (*named.get(key, ()), cell)
    return Row(named, ref)


@dataclass(slots=True)
class Calendar:
    """How the times of an export are written, and in which zone those without an offset are."""

    gather: Gather
    format: str = ""
    zone: tzinfo | None = None
    _told: Counter[str] = field(default_factory=Counter)

    def moment(self, cell: Node) -> datetime | None:
        """Read a moment, in UTC. What reads in two ways, or has no zone, is told once and stops the source."""
        if not cell.text:
            return None
        found = self._formatted(cell) if self.format else self._plain(cell)
        if found is None or found.tzinfo:
            return found.astimezone(UTC) if found else None
        if self.zone is None:
            self._refuse(cell, "no-zone", f"'{cell.text[:40]}' has no time zone",
                         "set the option timezone, for example Europe/Berlin")  # fmt: skip
            return None
        return found.replace(tzinfo=self.zone).astimezone(UTC)

    def _formatted(self, cell: Node) -> datetime | None:
        try:
            return datetime.strptime(cell.text, self.format)  # noqa: DTZ007 - the zone is added by who asks
        except ValueError:
            self.gather.warn(cell, "no-date", f"'{cell.text[:40]}' is not written as {self.format}; it is left out")
            return None

    def _plain(self, cell: Node) -> datetime | None:
        text = cell.text
        numeric = NUMERIC_DATE.match(text)
        if numeric:
            ways = "day or month first? " if int(numeric[1]) <= 12 and int(numeric[3]) <= 12 else ""  # noqa: PLR2004
            self._refuse(cell, "which-date", f"'{text[:40]}' can be read in several ways: {ways}",
                         "set the option date_format, for example '%d.%m.%Y %H:%M'")  # fmt: skip
            return None
        if re.match(r"\d{4}-\d\d-\d\d", text):
            try:
                return datetime.fromisoformat(text)
            except ValueError:
                pass
        found = moment(text)
        if found is None:
            self.gather.warn(cell, "no-date", f"'{text[:40]}' is no date that can be read; it is left out",
                             "set the option date_format")  # fmt: skip
        return found

    def _refuse(self, cell: Node, code: str, message: str, hint: str) -> None:
        self._told[code] += 1
        if self._told[code] == 1:
            self.gather.refuse(cell, code, message.rstrip(": "), hint)


def calendar(gather: Gather, date_format: object, timezone: object) -> Calendar:
    """Return how times are written after the options of a source."""
    zone: tzinfo | None = None
    if timezone:
        try:
            zone = ZoneInfo(str(timezone))
        except (ValueError, OSError, KeyError):  # of which an unknown zone is one
            gather.refuse("", "no-such-zone", f"there is no time zone '{timezone}'", "for example Europe/Berlin or UTC")
            zone = UTC
    return Calendar(gather, str(date_format or ""), zone)


def decimal(cell: Node, comma: bool) -> float | None:  # noqa: FBT001 - how numbers are written
    """Read a number; with a decimal comma, dots part the thousands."""
    text = cell.text.replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    return number(text.replace(".", "").replace(",", ".") if comma else text.replace(",", ""))
