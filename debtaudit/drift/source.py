"""What users name as a side of a comparison: a CSV or Parquet file, a folder or pattern of such files, or a table."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import Final, Literal

CSV: Final = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
PARQUET: Final = (".parquet", ".pq")
DATABASE: Final = (".duckdb", ".db", ".ddb")
TABLE_SIGN: Final = "::"
"""Parts a DuckDB database from the table in it: `shop.duckdb::orders`."""
DELIMITERS: Final = ",;\t|"
LOOKED_AT: Final = 5
"""Lines by which the sign between columns is found."""


class SourceError(ValueError):
    """A side that cannot be read: one sentence, and what to do about it."""

    def __init__(self, says: str, hint: str = "", *, is_content: bool = True) -> None:
        super().__init__(says)
        self.hint = hint
        self.is_content = is_content  # whether what is in it is at fault, rather than what was typed


@dataclass(frozen=True, slots=True)
class Source:
    """One side. `columns` and `delimiter` are those of CSV files, whose columns nobody else can tell."""

    named: str
    form: Literal["csv", "parquet", "table"]
    files: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    delimiter: str = ","
    database: str = ""
    table: str = ""


def find(named: str) -> Source:
    """Find out what a name stands for.

    Files and folders come first; what is neither is a table. Addresses (`s3://...`) are Parquet and left to the engine.

    Raises:
        SourceError: for a file that is not there or is of no known form, and for CSV headers that cannot be used.
    """
    database, sign, table = named.rpartition(TABLE_SIGN)
    if sign:
        return Source(named, "table", database=_existing(database), table=table)
    if "://" in named:
        return Source(named, "parquet", (named,))
    files = _files(named)
    if not files:
        return _table(named)
    kinds = {_kind(file) for file in files}
    if len(kinds) > 1:
        raise SourceError(f"'{named}' holds CSV and Parquet files", "name those to compare, as data/*.csv")
    return _csv(named, files) if kinds == {"csv"} else Source(named, "parquet", files)


def _files(named: str) -> tuple[str, ...]:
    path = Path(named)
    if path.is_dir():
        found = (each for each in path.rglob("*") if each.is_file() and each.name.endswith((*CSV, *PARQUET)))
        files = tuple(sorted(str(each) for each in found if not each.name.startswith((".", "_"))))
        if not files:
            raise SourceError(f"there is no CSV or Parquet file in folder '{named}'", is_content=False)
        return files
    return (named,) if path.is_file() else tuple(sorted(glob(named, recursive=True)))  # noqa: PTH207 - may be absolute


def _kind(file: str) -> Literal["csv", "parquet"]:
    name = file.lower()
    if name.endswith(DATABASE):
        hint = f"name the table in it, as {file}{TABLE_SIGN}orders"
        raise SourceError(f"'{file}' is a database", hint, is_content=False)
    if not name.endswith((*CSV, *PARQUET)):
        hint = f"known are {', '.join((*CSV, *PARQUET))}"
        raise SourceError(f"'{file}' is neither CSV nor Parquet by its name", hint, is_content=False)
    return "csv" if name.endswith(CSV) else "parquet"


def _existing(database: str) -> str:
    if not Path(database).is_file():
        raise SourceError(f"there is no database file '{database}'", is_content=False)
    return database


def _table(named: str) -> Source:
    if "/" in named or "*" in named or named.lower().endswith((*CSV, *PARQUET, *DATABASE)):
        hint = "name a CSV or Parquet file, a folder of them, or a table: shop.duckdb::orders"
        raise SourceError(f"there is no file or folder '{named}'", hint, is_content=False)
    return Source(named, "table", table=named)


def _csv(named: str, files: Sequence[str]) -> Source:
    headers = {file: _header(file) for file in files}
    first, (columns, delimiter) = next(iter(headers.items()))
    for file, header in headers.items():
        if header != (columns, delimiter):
            raise SourceError(f"{file}:1: its columns are not those of {first}", "files of one side share one header")
    return Source(named, "csv", tuple(files), columns, delimiter)


def _header(file: str) -> tuple[tuple[str, ...], str]:
    """Return the names of the columns, and the sign between them."""
    opened = gzip.open if file.endswith(".gz") else open
    try:
        with opened(file, "rb") as lines:
            first, *more = [lines.readline() for _ in range(LOOKED_AT)]
        texts = [first.decode("utf-8-sig"), *(each.decode("utf-8", "replace") for each in more if each.strip())]
        delimiter = max(DELIMITERS, key=lambda sign: _fits(sign, texts))
        columns = next(csv.reader(texts[:1], delimiter=delimiter, strict=True), [])
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError, csv.Error) as error:
        raise SourceError(f"{file}:1: it has no header that can be read ({error})", "it must be UTF-8 text") from None
    if not any(columns):
        raise SourceError(f"{file}:1: there is no header", "the first line names the columns")
    if twice := sorted({name for name in columns if columns.count(name) > 1}):
        raise SourceError(f"{file}:1: two columns are called '{twice[0]}'", "a column is compared by its name")
    return tuple(columns), delimiter


def _fits(delimiter: str, lines: Sequence[str]) -> tuple[bool, int, int]:
    """Rank a sign between columns: best is one that gives all lines the same number of cells, and more than one."""
    counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    even = len(set(counts)) == 1 and counts[0] > 1
    return even, counts[0] if counts else 0, -DELIMITERS.index(delimiter)
