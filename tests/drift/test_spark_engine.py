"""The same questions to Spark, on this machine: every answer is DuckDB's to 1e-9."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.util import find_spec
from math import inf, isclose, nan
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from debtaudit.drift.measures import ColumnDrift, Compared
from debtaudit.drift.source import SourceError
from tests.drift.conftest import Columns, cells, compared, parquet

if TYPE_CHECKING:
    from debtaudit.drift.spark_engine import SparkEngine

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning")]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkEngine]:
    """Spark on two threads. Without Java the tests are skipped; with CI=true they fail, lest they stop running."""
    give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
    if find_spec("pyspark") is None:
        give_up("Spark is not installed; `make spark` adds it")
    if not shutil.which("java"):
        give_up("no Java on this machine; on Debian: apt-get install default-jre-headless")
    os.environ.setdefault(
        "PYSPARK_SUBMIT_ARGS", "--master local[2] --conf spark.ui.enabled=false --driver-memory 1g pyspark-shell"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from debtaudit.drift.spark_engine import SparkEngine  # noqa: PLC0415 - takes seconds, for these tests alone

        engine = SparkEngine()
    yield engine
    engine.close()
    engine._session.stop()


def close(ours: float | None, theirs: float | None) -> bool:
    return ours is theirs is None or (
        ours is not None and theirs is not None and isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    )


def same(ours: ColumnDrift, theirs: ColumnDrift) -> None:
    assert (ours.name, ours.sort, ours.reference, ours.current) == (
        theirs.name,
        theirs.sort,
        theirs.reference,
        theirs.current,
    )
    assert ours.parts == theirs.parts
    assert ours.set_aside == theirs.set_aside
    assert close(ours.w1, theirs.w1)
    for one, other in zip(ours.measures, theirs.measures, strict=True):
        assert (one.measure, one.bins, one.why) == (other.measure, other.bins, other.why)
        assert close(one.value, other.value), one.measure
        assert close(one.p_value, other.p_value), one.measure


def agree(reference: Path, current: Path, spark: SparkEngine) -> Compared:
    ours, theirs = compared(reference, current), compared(reference, current, None, spark)
    assert [each.name for each in ours.columns] == [each.name for each in theirs.columns]
    assert (ours.gone, ours.new) == (theirs.gone, theirs.new)
    assert [name for name, _ in ours.left_out] == [name for name, _ in theirs.left_out]
    for one, other in zip(ours.columns, theirs.columns, strict=True):
        same(one, other)
    return theirs


def _sides(shift: float, seed: int) -> Columns:
    rng = np.random.default_rng(seed)
    n = 2000
    gaps = rng.random(n)
    odd = rng.normal(shift, 1, n)
    odd[gaps < 0.02], odd[gaps > 0.99], odd[0], odd[1] = nan, inf, -inf, -0.0
    return {
        "continuous": rng.normal(shift, 1, n),
        "tied": rng.poisson(3 + shift, n),
        "large": rng.normal(1e9 + shift, 1e-2, n),
        "odd": odd,
        "empty": pa.nulls(n, pa.float64()),
        "decimal": pa.array(rng.integers(0, 500, n)).cast(pa.decimal128(24, 2)),
        "word": rng.choice(["a", "b", "", "größe"], n, p=[0.5, 0.3 - shift / 4, 0.1, 0.1 + shift / 4]),
        "rare": [f"w{each}" for each in rng.geometric(0.02, n)],
        "truth": rng.random(n) < 0.5 + shift / 4,
        "day": [date(2026, 1, 1) + timedelta(days=int(each)) for each in rng.integers(0, 200, n)],
        'quoted "`name': [1.5],
        "list": [[1]] * n,
    }


def test_parquet_gives_the_same_answers(tmp_path: Path, spark: SparkEngine) -> None:
    reference, current = (parquet(tmp_path / f"{shift}.parquet", _sides(shift, 1)) for shift in (0.0, 0.5))
    assert len(agree(reference, current, spark).columns) == 11


def test_values_ranked_in_parts_give_the_same_answers(
    tmp_path: Path, spark: SparkEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "_parts_from", 1)
    names = ("tied", "odd")
    sides = ({name: _sides(shift, 2)[name] for name in names} for shift in (0.0, 0.2))
    reference, current = (parquet(tmp_path / f"{at}.parquet", side) for at, side in enumerate(sides))
    agree(reference, current, spark)


def test_csv_gives_the_same_answers(tmp_path: Path, spark: SparkEngine) -> None:
    rng = np.random.default_rng(5)
    odd = ["1d", "0x1p3", " 7 ", "inf", "-Infinity", "NaN", "NA", "", "1_000", "1e400", ".5", "5."]
    header = ["n", "word", "day", "moment", "text `q`", "odd"]
    for name in ("a", "b"):
        rows = [
            [round(rng.normal(), 4), rng.choice(["x", "y, z", 'say "hi"', "two\nlines"]), f"2026-02-{at % 28 + 1:02}",
             f"2026-02-{at % 28 + 1:02}T0{at % 10}:00:00", f"k{at % 5}", odd[at] if at < len(odd) else at % 9]
            for at in range(300)
        ]  # fmt: skip
        cells(tmp_path / f"{name}.csv", header, rows)
    found = agree(tmp_path / "a.csv", tmp_path / "b.csv", spark)
    assert [each.sort for each in found.columns] == ["number", "category", "time", "time", "category", "number"]


def test_a_table_of_sparks_own_is_named_by_its_name(tmp_path: Path, spark: SparkEngine) -> None:
    file = parquet(tmp_path / "a.parquet", {"x": [1.0, 2.0, 3.0]})
    spark._session.read.parquet(str(file)).createOrReplaceTempView("orders")
    same(compared(file, file).columns[0], compared("orders", "orders", None, spark).columns[0])


def test_what_cannot_be_read_is_told_in_a_sentence(tmp_path: Path, spark: SparkEngine) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n1,2,3\n")
    (tmp_path / "b.parquet").write_bytes(b"PAR1 and nothing more")
    for named, says in (
        (tmp_path / "a.csv", "a line that is no CSV"),
        (tmp_path / "b.parquet", "cannot be read"),
        ("nowhere", "no file or folder 'nowhere', and no such table in Spark"),
    ):
        with pytest.raises(SourceError, match=says) as caught:
            compared(named, named, None, spark)
        assert "\n" not in str(caught.value)
