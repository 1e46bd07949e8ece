"""DuckDB, in this process: the default. Needs nothing but its library, and no more memory than it is given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from tempfile import TemporaryDirectory
from typing import Any, Final

from debtaudit.drift.engine import Column, MissingExtraError, Side, Sort
from debtaudit.drift.source import Source, SourceError

NUMBERS: Final = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL.*|FLOAT|DOUBLE|BIGNUM|VARINT")
TIMES: Final = re.compile(r"DATE|TIMESTAMP.*")
TEXTS: Final = re.compile(r"VARCHAR|ENUM.*|UUID")
RESERVE: Final = 240
"""Megabytes that Python and the engine's own code take beside what the engine counts."""
LEAST: Final = 96


class DuckDBEngine:
    """Reads files and DuckDB databases; spills to a folder of its own, and takes it away, when memory runs short."""

    def __init__(self, megabytes: int | None = None, threads: int | None = None) -> None:
        try:
            import duckdb  # noqa: PLC0415 - an extra, and 70 ms
        except ImportError:
            raise MissingExtraError("drift needs DuckDB; pip install 'debtaudit[drift]'") from None
        self._error = duckdb.Error
        self._spill = TemporaryDirectory(prefix="debtaudit-drift-", ignore_cleanup_errors=True)
        settings: dict[str, str | bool | int | float | list[str]] = {"temp_directory": self._spill.name}
        if megabytes:
            settings["memory_limit"] = f"{max(LEAST, megabytes - RESERVE)}MB"
        if threads:
            settings["threads"] = threads
        self._connection = duckdb.connect(config=settings)
        self._connection.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = false")
        self._connection.execute("SET enable_progress_bar = false")  # it would be drawn among the data, on stdout
        self._attached: dict[str, str] = {}
        self._sources: dict[Side, Source] = {}

    def open(self, side: Side, source: Source) -> tuple[Column, ...]:
        self._sources[side] = source
        asked = f"SELECT * FROM {self._from(source)}"  # noqa: S608 - quoted there
        self._do(f"CREATE OR REPLACE TEMP VIEW {side}_raw AS {asked}", source)
        described = self._do(f"DESCRIBE {side}_raw", source)
        return tuple(_column(name, type_, is_cell=source.form == "csv") for name, type_, *_ in described)

    def prepare(self, side: Side, columns: Sequence[str]) -> None:
        # A CSV is read once and kept as what it means; Parquet and tables are quicker read again, a column at a time.
        kept = "TABLE" if self._sources[side].form == "csv" else "VIEW"
        listed = ", ".join(f"{column} AS x{at}" for at, column in enumerate(columns))
        asked = f"SELECT {listed} FROM {side}_raw"  # noqa: S608 - quoted already
        self._do(f"CREATE OR REPLACE TEMP {kept} {side}_rows AS {asked}", self._sources[side])

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        asked = [source for side, source in self._sources.items() if f"{side}_r" in sql]
        return self._do(sql, asked[0] if len(asked) == 1 else None)

    def cuts(self, column: str, rows: int) -> tuple[float, ...]:  # noqa: ARG002 - one piece is quickest in one process
        return ()

    def quoted(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def number_in(self, text: str) -> str:
        return f"CASE WHEN NOT contains({text}, '_') THEN TRY_CAST({text} AS DOUBLE) END"

    def seconds_in(self, text: str) -> str:
        return f"CASE WHEN {text} LIKE '____-__-__%' THEN epoch_us(TRY_CAST({text} AS TIMESTAMP)) / 1e6 END"

    def seconds_of(self, column: str, type_: str) -> str:  # noqa: ARG002 - all its types turn into moments alike
        return f"epoch_us(CAST({column} AS TIMESTAMP)) / 1e6"

    def close(self) -> None:
        self._connection.close()
        self._spill.cleanup()

    def _from(self, source: Source) -> str:
        if source.form == "table":
            return self._table(source)
        files = ", ".join(_text(file) for file in source.files)
        if source.form == "parquet":
            # What such files state as their largest value leaves NaN out, by their format; the engine takes them at
            # their word, and counts no NaN, unless it is told.
            return f"read_parquet([{files}], union_by_name = true, can_have_nan = true)"
        columns = ", ".join(f"{_text(name)}: 'VARCHAR'" for name in source.columns)
        form = f"delim = {_text(source.delimiter)}, quote = '\"', escape = '\"', nullstr = '', comment = ''"
        strict = "auto_detect = false, header = true, strict_mode = true"
        return f"read_csv([{files}], columns = {{{columns}}}, {strict}, {form})"

    def _table(self, source: Source) -> str:
        if not source.database:
            hint = f"a table is named with its database, as shop.duckdb::{source.table}"
            raise SourceError(f"there is no file or folder '{source.named}'", hint, is_content=False)
        known = self._attached
        if source.database not in known:
            known[source.database] = f"database_{len(known)}"
            self._do(f"ATTACH {_text(source.database)} AS {known[source.database]} (READ_ONLY)", source)
            # It may be a view of Parquet files, of which the engine believes that they hold no NaN.
            self._do("SET disabled_optimizers = 'statistics_propagation,filter_pushdown'")
        return ".".join([known[source.database], *(self.quoted(part) for part in source.table.split("."))])

    def _do(self, sql: str, source: Source | None = None) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql).fetchall()
        except self._error as error:
            raise self._told(str(error), source) from error

    def _told(self, error: str, source: Source | None) -> SourceError:
        """Say in a sentence what DuckDB says in a page."""
        named = source.named if source else "' and '".join(each.named for each in self._sources.values())
        line = re.search(r"CSV Error on Line: (\d+)", error)
        if line:
            file = re.search(r"^\s*file = (.+)$", error, re.MULTILINE)
            where = f"{file[1] if file else named}:{line[1]}"
            counts = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", error)
            says = f"{counts[2]} cells where the header has {counts[1]}" if counts else _reason(error)
            return SourceError(f"{where}: {says}", "correct the line, or leave it out")
        if "invalid state" in error:
            says = f"'{named}' mixes line ends or quotes as no CSV does"
            return SourceError(says, "save it anew with one kind of line end")
        if "Out of Memory" in error:
            return SourceError("the engine needs more memory than it may take", "raise --memory", is_content=False)
        if source and source.form == "table" and "does not exist" in error:
            return SourceError(f"there is no table '{source.table}' in '{source.database}'", is_content=False)
        return SourceError(f"'{named}' cannot be read: {_first(error)}")


def _column(name: str, type_: str, *, is_cell: bool) -> Column:
    sorts: tuple[tuple[Sort, re.Pattern[str]], ...] = (("number", NUMBERS), ("time", TIMES), ("text", TEXTS))
    sort: Sort = next((sort for sort, types in sorts if types.fullmatch(type_)), "other")
    if type_ == "BOOLEAN":
        sort = "truth"
    return Column(name, "cell" if is_cell else sort, type_, single=type_ == "FLOAT")


def _text(text: str) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def _first(error: str) -> str:
    return error.strip().splitlines()[0].rstrip(".")


def _reason(error: str) -> str:
    """Return the line of a CSV error that says why."""
    lines = [line.strip() for line in error.splitlines()]
    known = ("unterminated quote", "not utf-8", "Maximum line size")
    return next((line.rstrip(".") for line in lines if any(word in line for word in known)), "it is no CSV")
