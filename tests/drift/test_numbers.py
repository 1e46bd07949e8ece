from __future__ import annotations

import json
import math
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from debtaudit.drift.duckdb_engine import DuckDBEngine
from debtaudit.drift.measures import ColumnDrift
from tests.drift import oracle
from tests.drift.conftest import compared, measure, of_both, of_files, only, parquet

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text())["vectors"]

continuous = st.floats(-1e6, 1e6, width=32)
tied = st.integers(-3, 3).map(float)
odd = st.sampled_from([math.inf, -math.inf, math.nan, None, 0.0, -0.0])
column = st.one_of(
    st.lists(continuous, max_size=60),
    st.lists(tied, max_size=60),
    st.lists(st.one_of(continuous, odd), max_size=60),
    st.lists(st.just(7.0), max_size=20),
)


def agrees(found: ColumnDrift, reference: Sequence[float | None], current: Sequence[float | None]) -> None:
    """Check every measure of a column against scipy; `approx` is 1e-9 throughout."""
    a, b = oracle.present(reference), oracle.present(current)
    assert (found.reference.values, found.current.values) == (len(a), len(b))
    if not len(a) or not len(b):
        assert found.measures == ()
        return
    with warnings.catch_warnings(record=True) as gave_up:
        warnings.simplefilter("always")
        ks = stats.ks_2samp(a, b)
    assert measure(found, "ks").value == pytest.approx(ks.statistic, abs=1e-12)
    # Where scipy's exact chance comes out a last digit above 1, it says so and takes an approximation that is 1 too.
    assert measure(found, "ks").p_value == pytest.approx(ks.pvalue, rel=1e-9, abs=0.01 if gave_up else 1e-12)
    r, c = oracle.bins(a, b)
    assert [(each.reference, each.current) for each in found.parts] == list(zip(r, c, strict=True))
    assert measure(found, "psi").value == pytest.approx(oracle.psi(r, c), rel=1e-9, abs=1e-12)
    assert measure(found, "jensen_shannon").value == pytest.approx(oracle.js(r, c), rel=1e-9, abs=1e-7)
    if np.isfinite([*a, *b]).all():
        assert found.w1 == pytest.approx(stats.wasserstein_distance(a, b), rel=1e-9, abs=1e-9)
        wasserstein_agrees(found, a, b)


def wasserstein_agrees(found: ColumnDrift, a: oracle.Values, b: oracle.Values) -> None:
    value = measure(found, "wasserstein").value
    if value is None:
        assert "hardly varies" in measure(found, "wasserstein").why
        assert len({*a}) <= 2 + len(a) // 500  # all but a thousandth at either end is one value
        return
    distance, spread = oracle.clipped(a, b)
    assert value == pytest.approx(distance / spread, rel=1e-9, abs=1e-9)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("numbers")


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(column, column), min_size=1, max_size=6))
def test_every_measure_is_scipys_whatever_the_column_holds(folder: Path, columns: list[tuple[Any, Any]]) -> None:
    sides = ({f"c{at}": pa.array(pair[side], pa.float64()) for at, pair in enumerate(columns)} for side in (0, 1))
    found = of_both(folder, sides)
    for each, (reference, current) in zip(found.columns, columns, strict=True):
        agrees(each, reference, current)


def _random(rng: np.random.Generator, shift: float) -> list[float | None]:
    """Draw a column: continuous, skewed, tied, constant, with gaps or infinities, empty, of one row."""
    n = int(rng.choice([0, 1, 2, 7, 60, 400]))
    draws: list[Callable[[], Any]] = [
        lambda: rng.normal(shift, 1, n),
        lambda: rng.lognormal(shift, 2, n),
        lambda: rng.poisson(2 + shift, n).astype(np.float64),
        lambda: np.full(n, 3.0),
        lambda: rng.normal(1e9 + shift, 1e-3, n),
        lambda: rng.normal(shift, 1, n).round(1),
        lambda: rng.standard_cauchy(n),
    ]
    values = draws[rng.integers(len(draws))]()
    gaps = rng.random(n)
    kind = rng.integers(4)
    if kind == 1:
        return [None if gap < 0.1 else value for value, gap in zip(values.tolist(), gaps, strict=True)]
    if kind == 2:
        values[gaps < 0.1] = np.nan
        values[gaps > 0.98] = np.inf if rng.random() < 0.5 else -np.inf
    return list(values.tolist())


@pytest.mark.slow
def test_thousands_of_random_columns_are_as_scipy_has_them(tmp_path: Path) -> None:
    rng = np.random.default_rng(20260930)
    pairs = [(_random(rng, 0), _random(rng, float(rng.choice([0, 0.1, 1])))) for _ in range(2000)]
    for first in range(0, len(pairs), 250):
        some = pairs[first : first + 250]
        found = of_both(
            tmp_path,
            ({f"c{at}": pa.array(pair[side], pa.float64()) for at, pair in enumerate(some)} for side in (0, 1)),
        )
        for each, pair in zip(found.columns, some, strict=True):
            agrees(each, *pair)


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"])
def test_the_projects_vectors_come_out_to_the_last_digits(case: dict[str, Any], tmp_path: Path) -> None:
    sides = ({"x": pa.array(case[side], pa.float64())} for side in ("reference", "current"))
    found = only(of_both(tmp_path, sides))
    if case.get("ks_d") is None:
        assert found.measures == ()
        return
    assert measure(found, "ks").value == pytest.approx(case["ks_d"], abs=1e-12)
    assert found.w1 == pytest.approx(case["wasserstein"], rel=1e-9, abs=1e-12)


def test_missing_values_are_counted_by_kind_and_left_out(tmp_path: Path) -> None:
    found = only(of_files(tmp_path, {"x": [1.0, None, math.nan, math.inf, 2.0]}, {"x": [None, None, 1.0]}))
    ref, cur = found.reference, found.current
    assert (ref.rows, ref.nulls, ref.nans, ref.infinite, ref.values) == (5, 1, 1, 1, 3)
    assert (cur.rows, cur.nulls, cur.nans, cur.infinite, cur.values) == (3, 2, 0, 0, 1)
    assert ref.share_missing == pytest.approx(0.4)


def test_infinities_are_the_largest_and_the_smallest_values(tmp_path: Path) -> None:
    found = only(of_files(tmp_path, {"x": [-math.inf, 0.0, math.inf]}, {"x": [0.0, 0.0, 0.0]}))
    assert measure(found, "ks").value == pytest.approx(1 / 3)
    assert found.w1 is None
    assert "infinite" in measure(found, "wasserstein").why


def test_one_stray_value_neither_makes_nor_hides_a_drift(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=5000), rng.normal(size=5000)
    plain = measure(only(of_files(tmp_path, {"x": a}, {"x": b})), "wasserstein").value
    stray = measure(only(of_files(tmp_path, {"x": a}, {"x": np.append(b, 1e12)})), "wasserstein").value
    assert plain is not None and stray == pytest.approx(plain, abs=0.005)


def test_a_thousandth_at_either_end_is_clipped_and_no_more(tmp_path: Path) -> None:
    rng = np.random.default_rng(9)
    a, b = rng.standard_cauchy(5000), rng.standard_cauchy(4000) + 1
    distance, spread = oracle.clipped(a, b)
    found = measure(only(of_files(tmp_path, {"x": a}, {"x": b})), "wasserstein")
    assert found.value == pytest.approx(distance / spread, rel=1e-9)


def test_the_largest_numbers_there_are_break_nothing(tmp_path: Path) -> None:
    found = only(of_files(tmp_path, {"x": [-1.7e308, -1.7e308, 5e-324]}, {"x": [1.7e308, 1.7e308, 0.0]}))
    assert measure(found, "ks").value == pytest.approx(2 / 3)
    assert found.w1 is None


@pytest.mark.parametrize("kind", [pa.int8(), pa.int64(), pa.uint64(), pa.float32(), pa.decimal128(24, 2)])
def test_numbers_of_every_type_are_compared_as_numbers(kind: pa.DataType, tmp_path: Path) -> None:
    sides = ({"x": pa.array(values, pa.int64()).cast(kind)} for values in ([1, 2, 3, None], [2, 3, 4, 5]))
    found = only(of_both(tmp_path, sides))
    assert found.sort == "number"
    assert measure(found, "ks").value == pytest.approx(0.5)


def test_half_precision_on_one_side_is_no_drift(tmp_path: Path) -> None:
    values = np.random.default_rng(3).normal(size=500)
    found = only(of_files(tmp_path, {"x": pa.array(values.astype("float32"))}, {"x": pa.array(values)}))
    assert measure(found, "ks").value == 0


def test_minus_zero_is_zero(tmp_path: Path) -> None:
    assert measure(only(of_files(tmp_path, {"x": [0.0, 0.0]}, {"x": [-0.0, -0.0]})), "ks").value == 0


def test_the_order_of_rows_and_the_number_of_threads_change_no_digit(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    a, b = rng.normal(size=20_000).round(3), rng.normal(0.1, 1, size=30_000).round(3)
    one = of_files(tmp_path, {"x": a}, {"x": b})
    engine = DuckDBEngine(threads=2)
    other = compared(
        parquet(tmp_path / "c.parquet", {"x": a[::-1]}),
        parquet(tmp_path / "d.parquet", {"x": rng.permutation(b)}),
        None,
        engine,
    )
    engine.close()
    for first, second in zip(only(one).measures, only(other).measures, strict=True):
        assert first.value == pytest.approx(second.value, rel=1e-12)
    assert only(one).parts == only(other).parts
