"""Files on a disk: all of a site or nothing of it, by one process or by several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from debtaudit.report.writing import MANY, write_file, write_files


class Breaking(Mapping[str, str]):
    """Files of which one cannot be drawn."""

    def __init__(self, number: int, broken: str) -> None:
        self.names, self.broken = [f"item/{each}.html" for each in range(number)], broken

    def __getitem__(self, name: str) -> str:
        if name == self.broken:
            raise ValueError("it cannot be drawn")
        return f"new {name}"

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


def contents(folder: Path) -> dict[str, str]:
    return {
        each.relative_to(folder).as_posix(): each.read_text("utf-8") for each in folder.rglob("*") if each.is_file()
    }


@pytest.mark.parametrize("number", [3, MANY + 60])
def test_every_file_is_written_whoever_writes_it(tmp_path: Path, number: int) -> None:
    steps: list[int] = []
    write_files(Breaking(number, ""), tmp_path, steps.append)
    assert contents(tmp_path) == dict(Breaking(number, ""))
    assert steps == sorted(steps) and steps[-1] == number


@pytest.mark.parametrize("number", [3, MANY + 60])
def test_a_site_that_breaks_half_way_leaves_the_one_before_it_whole(tmp_path: Path, number: int) -> None:
    (tmp_path / "item").mkdir()
    (tmp_path / "item" / "0.html").write_text("old", "utf-8")
    with pytest.raises(ValueError, match="cannot be drawn"):
        write_files(Breaking(number, f"item/{number - 1}.html"), tmp_path, lambda _written: None)
    assert contents(tmp_path) == {"item/0.html": "old"}


def test_a_single_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"old")
    assert write_file(tmp_path / "a.bin", b"new").read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["a.bin"]
