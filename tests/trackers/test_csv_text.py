from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.trackers.csv_text import MARK, for_importers, for_spreadsheets
from tests.trackers.hostile import TEXTS

CELLS = TEXTS.map(lambda text: text.encode(errors="replace").decode().replace("\0", "").replace("\r", ""))


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=4))
def test_an_importer_reads_every_cell_as_it_was(rows: list[list[str]]) -> None:
    safe = [[f"x{cell}" for cell in row] for row in rows]
    assert rows_of(for_importers(safe)) == safe


def test_an_importers_cells_are_all_in_quotes_and_lines_end_as_the_format_says() -> None:
    assert for_importers([("a", "b"), ('say "x"', "two\nlines")]) == '"a","b"\r\n"say ""x""","two\nlines"\r\n'


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "|x", "%x", "＝1", "＠x"])
def test_a_cell_that_could_be_a_formula_is_never_written_for_an_importer(cell: str) -> None:
    with pytest.raises(ValueError, match="formula"):
        for_importers([("a", cell)])


@given(st.lists(CELLS, min_size=1, max_size=3))
def test_a_spreadsheet_calculates_no_text(cells: list[str]) -> None:
    [row] = rows_of(for_spreadsheets([cells]).removeprefix(MARK))
    for read, cell in zip(row, cells, strict=True):
        assert not read.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
        assert read in {cell, f"'{cell}"}


@pytest.mark.parametrize("cell", [" =1", "'=1", "  @x"])
def test_blanks_and_apostrophes_before_a_formula_do_not_hide_it(cell: str) -> None:
    assert for_spreadsheets([[cell]]) == f"{MARK}'{cell}\r\n"


def test_numbers_stay_numbers() -> None:
    assert for_spreadsheets([[-1, 2.5]]) == f"{MARK}-1,2.5\r\n"
