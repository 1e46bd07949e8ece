from __future__ import annotations

import gzip
from pathlib import Path

import duckdb
import pytest

from debtaudit.drift.source import SourceError, find
from tests.drift.conftest import cells, compared, measure, only, parquet

NUMBERS = [[each] for each in range(100)]


def refused(reference: Path | str, current: Path | str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        compared(reference, current)
    return caught.value


def test_csv_parquet_and_a_table_give_the_same_answer(tmp_path: Path) -> None:
    rows = [[at % 7, f"k{at % 3}", f"2026-01-{at % 28 + 1:02}"] for at in range(300)]
    a = cells(tmp_path / "a.csv", ["n", "k", "day"], rows)
    b = cells(tmp_path / "b.csv", ["n", "k", "day"], rows[:150] * 2 + rows[5:9])
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as shop:
        for name, file in (("a", a), ("b", b)):
            shop.execute(f"CREATE TABLE {name} AS FROM read_csv('{file}')")
            shop.execute(f"COPY {name} TO '{tmp_path}/{name}.parquet'")
    csv = compared(a, b).columns
    assert [each.sort for each in csv] == ["number", "category", "time"]
    assert compared(tmp_path / "a.parquet", tmp_path / "b.parquet").columns == csv
    assert compared(f"{tmp_path}/shop.duckdb::a", f"{tmp_path}/shop.duckdb::main.b").columns == csv
    assert compared(a, tmp_path / "b.parquet").columns == csv


def test_folders_and_patterns_are_read_as_one(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        cells(tmp_path / name / "1.csv", ["x"], NUMBERS[:50])
        cells(tmp_path / name / "2.csv", ["x"], NUMBERS[50:])
    found = only(compared(tmp_path / "a", f"{tmp_path}/b/*.csv"))
    assert (found.reference.rows, found.current.rows, measure(found, "ks").value) == (100, 100, 0)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_sign_between_columns_is_found_in_the_header(tmp_path: Path, delimiter: str) -> None:
    file = cells(tmp_path / "a.csv", ["x", "y,z" if delimiter != "," else "y;z"], [[1, "a"], [2, "b"]], delimiter)
    assert len(compared(file, file).columns) == 2


def test_packed_files_byte_order_marks_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.csv.gz", "wt") as file:
        file.write("x,y\n1,2\n3,4\n")
    (tmp_path / "b.csv").write_bytes(b"\xef\xbb\xbfx,y\r\n1,2\r\n3,4\r\n")
    found = compared(tmp_path / "a.csv.gz", tmp_path / "b.csv")
    assert [measure(each, "ks").value for each in found.columns] == [0, 0]


@pytest.mark.parametrize(
    "name", ['say "hi"', "it's", "a b", "größe", "select", "x;--", "a`b", "{x}", "$x", "%s", "a.b"]
)
def test_columns_may_be_called_anything(tmp_path: Path, name: str) -> None:
    file = cells(tmp_path / "a.csv", [name, "other"], [[1, 2], [3, 4]])
    table = parquet(tmp_path / "b.parquet", {name: [1, 3], "other": [2, 4]})
    for each in (compared(file, file), compared(table, table), compared(file, table)):
        assert [(column.name, column.sort) for column in each.columns] == [(name, "number"), ("other", "number")]


def test_folders_and_files_may_be_called_anything(tmp_path: Path) -> None:
    odd = tmp_path / 'it\'s a "folder"'
    odd.mkdir()
    file = cells(odd / "o'clock.csv", ["x"], NUMBERS)
    assert only(compared(file, file)).reference.rows == 100


def test_a_header_without_rows_and_one_row_are_data_too(tmp_path: Path) -> None:
    empty, one = cells(tmp_path / "a.csv", ["x"], []), cells(tmp_path / "b.csv", ["x"], [[1]])
    assert only(compared(empty, one)).measures == ()
    assert measure(only(compared(one, one)), "ks").p_value == 1


@pytest.mark.parametrize(
    ("content", "place", "says"),
    [
        (b"x,y\n1,2\n1,2,3\n", ":3", "3 cells where the header has 2"),
        (b"x,y\n1,2\n1\n", ":3", "1 cells where the header has 2"),
        (b'x,y\n"1,2\n', ":2", "unterminated quote"),
        (b"x,y\n\xff\xfe,2\n", ":2", "not utf-8"),
        (b"x,y\r\n1,2\n3,4\r\n", "", "mixes line ends"),
        (b"", ":1", "no header"),
        (b"\n1\n", ":1", "no header"),
        (b"x,x\n1,2\n", ":1", "two columns are called 'x'"),
        (b"\xff\xfex\n", ":1", "no header that can be read"),
    ],
)
def test_a_broken_csv_is_told_with_its_place(tmp_path: Path, content: bytes, place: str, says: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    good = cells(tmp_path / "b.csv", ["x", "y"], [[1, 2]])
    error = refused(good, tmp_path / "a.csv")
    assert f"{tmp_path}/a.csv{place}" in str(error)
    assert says in str(error)
    assert error.is_content


def test_a_broken_parquet_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and nothing more")
    error = refused(tmp_path / "a.parquet", tmp_path / "a.parquet")
    assert "a.parquet' cannot be read: " in str(error)
    assert "\n" not in str(error)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    good = cells(tmp_path / "a.csv", ["x"], NUMBERS)
    duckdb.connect(str(tmp_path / "shop.duckdb")).close()
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    for named, says in (
        (tmp_path / "b.csv", "no file or folder"),
        (f"{tmp_path}/*.pq", "no file or folder"),
        ("orders", "no file or folder 'orders'"),
        (tmp_path / "empty", "no CSV or Parquet file in folder"),
        (tmp_path / "notes.txt", "neither CSV nor Parquet"),
        (tmp_path / "shop.duckdb", "is a database"),
        (f"{tmp_path}/shop.duckdb::orders", "no table 'orders'"),
        (f"{tmp_path}/none.duckdb::orders", "no database file"),
    ):
        error = refused(good, named)
        assert says in str(error)
        assert not error.is_content


def test_files_of_one_side_share_one_header(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    cells(tmp_path / "a" / "1.csv", ["x"], NUMBERS)
    cells(tmp_path / "a" / "2.csv", ["y"], NUMBERS)
    with pytest.raises(SourceError, match=r"2\.csv:1: its columns are not those of .*1\.csv"):
        find(str(tmp_path / "a"))


def test_a_database_is_only_read(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as shop:
        shop.execute("CREATE TABLE a AS SELECT range AS x FROM range(100)")
    before = (tmp_path / "shop.duckdb").read_bytes()
    compared(f"{tmp_path}/shop.duckdb::a", f"{tmp_path}/shop.duckdb::a")
    assert (tmp_path / "shop.duckdb").read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["shop.duckdb"]


def test_nan_is_counted_in_files_that_keep_it_out_of_their_statistics(tmp_path: Path) -> None:
    nan = float("nan")
    file = parquet(tmp_path / "a.parquet", {"x": [1.0, nan, 2.0]})
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as shop:
        shop.execute(f"CREATE VIEW a AS FROM read_parquet('{file}')")
    for named in (file, f"{tmp_path}/shop.duckdb::a"):
        assert only(compared(named, named)).reference.nans == 1
