"""Columns are written to real files and compared by a real engine; what comes out is checked against scipy."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from debtaudit.drift.compare import compare
from debtaudit.drift.duckdb_engine import DuckDBEngine
from debtaudit.drift.engine import Engine
from debtaudit.drift.measures import ColumnDrift, Compared, Measured
from debtaudit.drift.pairing import Wish
from debtaudit.drift.source import find

Columns = Mapping[str, Any]


def parquet(path: Path, columns: Columns) -> Path:
    """Write columns, filled up with nulls to one length."""
    arrays = {name: each if isinstance(each, pa.Array) else pa.array(list(each)) for name, each in columns.items()}
    rows = max(map(len, arrays.values()), default=0)
    padded = {
        name: pa.concat_arrays([each, pa.nulls(rows - len(each), each.type)]) if len(each) < rows else each
        for name, each in arrays.items()
    }
    pq.write_table(pa.table(padded), path)
    return path


def cells(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], delimiter: str = ",") -> Path:
    """Write a CSV as everybody's tools do."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def compared(
    reference: Path | str, current: Path | str, wish: Wish | None = None, engine: Engine | None = None
) -> Compared:
    """Compare two sides with an engine, DuckDB on one thread where none is given."""
    own = engine or DuckDBEngine(threads=1)
    try:
        return compare(own, find(str(reference)), find(str(current)), wish)
    finally:
        if engine is None:
            own.close()


def of_files(folder: Path, reference: Columns, current: Columns, wish: Wish | None = None) -> Compared:
    """Compare columns by way of two Parquet files."""
    return compared(parquet(folder / "a.parquet", reference), parquet(folder / "b.parquet", current), wish)


def of_both(folder: Path, sides: Iterable[Columns]) -> Compared:
    """Compare the first of two sides with the second."""
    reference, current = sides
    return of_files(folder, reference, current)


def only(found: Compared) -> ColumnDrift:
    """Return the one column."""
    [column] = found.columns
    return column


def measure(column: ColumnDrift, name: str) -> Measured:
    """Return one measure of a column."""
    return next(each for each in column.measures if each.measure == name)
