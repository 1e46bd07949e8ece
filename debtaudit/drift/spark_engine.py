"""Spark, for tables that outgrow one machine: the session that Spark's settings name, else one on this machine."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Sequence
from typing import Any, Final

from debtaudit.drift.engine import Column, MissingExtraError, Side, Sort
from debtaudit.drift.source import Source, SourceError

NUMBERS: Final = re.compile(r"(tiny|small|big)?int|decimal.*|float|double")
TEXTS: Final = re.compile(r"string.*|varchar.*|char.*")
TIMES: Final = ("date", "timestamp", "timestamp_ntz")
PLAIN_NUMBER: Final = "^ *[-+0-9.eE]+ *$"
"""Java reads 1d and 0x1p3 as numbers too; nobody else does."""
BIG: Final = 20_000_000
"""Rows from which values are ranked in parts, each by another worker; below, one is quicker than their talk."""
PARTS: Final = 64
NEAR_ENOUGH: Final = 1000
"""Accuracy of the cuts between parts; they only have to be of about one size."""
SETTINGS: Final = {"spark.sql.session.timeZone": "UTC", "spark.sql.caseSensitive": "true"}


class SparkEngine:
    """Sends the same questions to Spark. Files must lie where its workers find them."""

    def __init__(self, *, parts_from: int = BIG) -> None:
        try:
            with warnings.catch_warnings():  # about versions of pandas, which is not used here
                warnings.simplefilter("ignore", FutureWarning)
                from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with it
                from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra of 450 MB
                from pyspark.sql import SparkSession  # noqa: PLC0415
        except ImportError:
            raise MissingExtraError("this engine needs PySpark; pip install 'debtaudit[spark]'") from None
        self._error: tuple[type[Exception], ...] = (PySparkException, Py4JError)
        self._parts_from = parts_from
        self._held: list[Any] = []
        self._sources: dict[Side, Source] = {}
        self._session: Any = _session(SparkSession)
        self._before = {name: self._session.conf.get(name, None) for name in SETTINGS}
        for name, value in SETTINGS.items():
            self._session.conf.set(name, value)

    def open(self, side: Side, source: Source) -> tuple[Column, ...]:
        self._sources[side] = source
        try:
            frame = self._frame(source)
            frame.createOrReplaceTempView(f"{side}_raw")
            types = [(each.name, each.dataType.simpleString()) for each in frame.schema.fields]
        except self._error as error:
            raise _told(error, source.named) from error
        return tuple(_column(name, type_, is_cell=source.form == "csv") for name, type_ in types)

    def prepare(self, side: Side, columns: Sequence[str]) -> None:
        listed = ", ".join(f"{column} AS x{at}" for at, column in enumerate(columns))
        frame = self._session.sql(f"SELECT {listed} FROM {side}_raw")  # noqa: S608 - quoted already
        if self._sources[side].form == "csv":  # read once and kept as what it means; Parquet is quicker read again
            frame = frame.persist()
            self._held.append(frame)
        frame.createOrReplaceTempView(f"{side}_rows")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        try:
            return [tuple(row) for row in self._session.sql(sql).collect()]
        except self._error as error:
            raise _told(error, " and ".join(each.named for each in self._sources.values())) from error

    def cuts(self, column: str, rows: int) -> tuple[float, ...]:
        if rows < self._parts_from:
            return ()
        shares = ", ".join(f"{at / PARTS}D" for at in range(1, PARTS))
        asked = f"percentile_approx({column}, array({shares}), {NEAR_ENOUGH})"
        [[found]] = self.rows(f"SELECT {asked} FROM reference_rows WHERE NOT isnan({column})")  # noqa: S608 - our own
        return tuple(sorted({cut for cut in found or () if abs(cut) != float("inf")}))

    def quoted(self, name: str) -> str:
        return "`" + name.replace("`", "``") + "`"

    def number_in(self, text: str) -> str:
        words = "lower(trim({0})) IN ('inf', '+inf', '-inf', 'infinity', '+infinity', '-infinity', 'nan')"
        return f"CASE WHEN {text} RLIKE '{PLAIN_NUMBER}' OR {words.format(text)} THEN TRY_CAST({text} AS DOUBLE) END"

    def seconds_in(self, text: str) -> str:
        moment = f"TRY_CAST({text} AS TIMESTAMP)"
        return f"CASE WHEN {text} LIKE '____-__-__%' THEN unix_micros({moment}) / 1e6 END"

    def seconds_of(self, column: str, type_: str) -> str:  # noqa: ARG002 - all its types turn into moments alike
        return f"unix_micros(CAST({column} AS TIMESTAMP)) / 1e6"

    def close(self) -> None:
        """Leave the session to whoever else uses it, as it was."""
        for frame in self._held:
            frame.unpersist()
        for view in ("reference_raw", "current_raw", "reference_rows", "current_rows"):
            self._session.catalog.dropTempView(view)
        for name, value in self._before.items():
            if value is not None:
                self._session.conf.set(name, value)

    def _frame(self, source: Source) -> Any:  # noqa: ANN401 - a DataFrame of a library that need not be there
        if source.form == "table":
            if source.database:
                hint = "Spark reads its own tables, as shop.orders"
                raise SourceError(f"'{source.named}' is a table of DuckDB", hint, is_content=False)
            return self._session.table(source.table)
        if source.form == "parquet":
            return self._session.read.option("mergeSchema", "true").parquet(*source.files)
        schema = ", ".join(f"{self.quoted(name)} STRING" for name in source.columns)
        options = {"header": "true", "sep": source.delimiter, "quote": '"', "escape": '"', "multiLine": "true",
                   "mode": "FAILFAST"}  # fmt: skip
        return self._session.read.schema(schema).options(**options).csv(list(source.files))


def _session(builder: Any) -> Any:  # noqa: ANN401 - classes of a library that need not be there
    """Start Spark quietly: its warnings are not ours, and what is wrong is told by errors."""
    if "SPARK_REMOTE" not in os.environ:
        os.environ.setdefault(
            "PYSPARK_SUBMIT_ARGS",
            "--conf spark.ui.enabled=false --conf spark.ui.showConsoleProgress=false pyspark-shell",
        )
    session = builder.builder.appName("debtaudit drift").getOrCreate()
    if "SPARK_REMOTE" not in os.environ:
        session.sparkContext.setLogLevel("OFF")
        if session.sparkContext.master.startswith("local"):  # 200 parts, the usual number, are for a cluster
            session.conf.set("spark.sql.shuffle.partitions", str(session.sparkContext.defaultParallelism))
    return session


def _column(name: str, type_: str, *, is_cell: bool) -> Column:
    sort: Sort = "other"
    if is_cell:
        sort = "cell"
    elif type_ == "boolean":
        sort = "truth"
    elif type_ in TIMES:
        sort = "time"
    elif NUMBERS.fullmatch(type_):
        sort = "number"
    elif TEXTS.fullmatch(type_):
        sort = "text"
    return Column(name, sort, type_, single=type_ == "float")


def _told(error: Exception, named: str) -> SourceError:
    """Say in a sentence what Spark says in a page."""
    text = str(error)
    if "TABLE_OR_VIEW_NOT_FOUND" in text:
        hint = "a file is named by its path, a table as shop.orders"
        return SourceError(f"there is no file or folder '{named}', and no such table in Spark", hint, is_content=False)
    if "MALFORMED" in text.upper():
        return SourceError(f"'{named}' has a line that is no CSV, or not as long as the header", "correct the line")
    reason = re.search(r"Exception: (.+)", text) or re.search(r"(\S.*)", text)
    return SourceError(f"'{named}' cannot be read: {reason[1] if reason else 'Spark says nothing'}")
