from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from debtaudit.drift.engine import MISSING_WORDS
from debtaudit.drift.measures import ColumnDrift
from debtaudit.drift.pairing import Wish
from tests.drift.conftest import cells, compared, measure, of_files, only


def column(
    tmp_path: Path, reference: Sequence[object], current: Sequence[object], wish: Wish | None = None
) -> ColumnDrift:
    a = cells(tmp_path / "a.csv", ["x", "y"], [[each, 1] for each in reference])
    b = cells(tmp_path / "b.csv", ["x", "y"], [[each, 1] for each in current])
    return compared(a, b, wish).columns[0]


@pytest.mark.parametrize(
    ("values", "sort"),
    [
        (["1", "2.5", "-3e2", " 4 ", "+.5", "inf"], "number"),
        (["2026-01-31", "2026-02-01T12:00:00", "2026-02-01 12:00:00.5"], "time"),
        (["red", "green", "1"], "category"),
        (["true", "false"], "category"),
        (["1_000", "2_000"], "category"),
        (["1d", "2f", "0x10"], "category"),
        (["12,5", "13,5"], "category"),
        (["", "", ""], "category"),
    ],
)
def test_a_csv_column_is_what_its_cells_say(tmp_path: Path, values: list[object], sort: str) -> None:
    assert column(tmp_path, values, values).sort == sort


def test_words_that_mean_nothing_are_missing(tmp_path: Path) -> None:
    found = column(tmp_path, [*MISSING_WORDS, 1, 2], [1, 2])
    assert (found.sort, found.reference.nulls, found.reference.unreadable) == ("number", len(MISSING_WORDS), 0)


def test_a_few_words_among_numbers_are_counted_as_unreadable(tmp_path: Path) -> None:
    found = column(tmp_path, list(range(100)), [*range(90), *["broken"] * 10])
    assert (found.sort, found.current.unreadable, found.current.nulls, found.current.values) == ("number", 10, 0, 90)


def test_a_column_is_numeric_when_nine_tenths_of_the_reference_are_numbers(tmp_path: Path) -> None:
    assert column(tmp_path, [*range(90), *["?"] * 10], [1]).sort == "number"
    assert column(tmp_path, [*range(89), *["?"] * 11], [1]).sort == "category"


def test_words_instead_of_numbers_in_the_current_data_are_gaps_not_another_kind_of_column(tmp_path: Path) -> None:
    found = column(tmp_path, list(range(100)), ["abc"] * 100)
    assert (found.sort, found.current.values, found.current.unreadable) == ("number", 0, 100)


def test_wishes_overrule_what_cells_say(tmp_path: Path) -> None:
    codes = [1, 2, 3] * 20
    assert column(tmp_path, codes, codes, Wish(categories=["x"])).sort == "category"
    assert column(tmp_path, ["a"] * 9 + ["1"], ["2"], Wish(numbers=["x"])).reference.unreadable == 9


def test_only_the_wished_for_columns_are_compared(tmp_path: Path) -> None:
    found = of_files(tmp_path, {"x": [1], "y": [1], "gone": [1]}, {"x": [1], "y": [1], "new": [1]}, Wish(only=["y"]))
    assert ([each.name for each in found.columns], found.gone, found.new) == (["y"], (), ())


def test_columns_of_one_side_are_told(tmp_path: Path) -> None:
    found = of_files(tmp_path, {"x": [1], "gone": [1]}, {"x": [1], "new": [1]})
    assert (found.gone, found.new) == (("gone",), ("new",))


def test_what_cannot_be_compared_is_left_out_with_its_reason(tmp_path: Path) -> None:
    lists, day = pa.array([[1]], pa.list_(pa.int64())), pa.array([date(2026, 1, 1)])
    found = of_files(tmp_path, {"a": lists, "b": day}, {"a": lists, "b": [1]})
    assert found.columns == ()
    assert [name for name, _ in found.left_out] == ["a", "b"]
    assert "has changed from DATE to BIGINT" in found.left_out[1][1]


def test_text_of_a_parquet_file_is_text_even_where_it_says_numbers(tmp_path: Path) -> None:
    assert only(of_files(tmp_path, {"zip": ["01234", "99999"]}, {"zip": ["01234"]})).sort == "category"
    assert only(of_files(tmp_path, {"n": ["1", "2"]}, {"n": [1, 2]})).sort == "number"


@pytest.mark.parametrize(
    "values",
    [
        [date(2026, 1, 1), date(2026, 1, 3)],
        [datetime(2026, 1, 1), datetime(2026, 1, 3)],  # noqa: DTZ001 - times without zone are a case of their own
        [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 3, tzinfo=UTC)],
    ],
)
def test_days_and_moments_are_compared_by_their_distance_in_seconds(tmp_path: Path, values: list[object]) -> None:
    found = only(of_files(tmp_path, {"t": values}, {"t": values[:1]}))
    assert (found.sort, found.w1) == ("time", 86400.0)


def test_time_that_runs_on_and_ids_are_set_aside(tmp_path: Path) -> None:
    first, second = [date(2026, 1, day) for day in range(1, 31)] * 2, [date(2026, 2, day) for day in range(1, 28)] * 2
    assert "time runs on" in only(of_files(tmp_path, {"t": first}, {"t": second})).set_aside
    assert only(of_files(tmp_path, {"t": first}, {"t": first})).set_aside == ""
    ids = of_files(tmp_path, {"id": range(1, 101)}, {"id": range(101, 201)})
    assert "looks like an id" in only(ids).set_aside
    amounts = of_files(tmp_path, {"cents": [at * 37 for at in range(100)]}, {"cents": [at * 41 for at in range(100)]})
    assert only(amounts).set_aside == ""
    assert measure(only(ids), "ks").value == 1
