"""The spreadsheet, out and back: nothing that people wrote is lost, and no cell can become a formula."""

from __future__ import annotations

import csv
import io
import shlex
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debtaudit.inventory import load
from debtaudit.questionnaire.catalogue import catalogue
from debtaudit.questionnaire.interview import Ask, Interview
from debtaudit.questionnaire.sheet import COLUMNS, RUNS, csv_text, guarded, take, unguarded, write_xlsx
from tests.cli.conftest import run
from tests.clock import the_clock_at

DAY = date(2026, 9, 30)
QUESTIONS = catalogue().questions
SHOP = """\
teams: [{id: chat}]
models: [{id: intent, owner: chat, status: production}]
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "all.yaml").write_text(SHOP)
    return folder


def interview(*ids: str, label: str = "intent") -> Interview:
    return Interview(tuple(Ask(QUESTIONS[each], label, label) for each in ids))


def filled(path: Path, **cells: dict[str, str]) -> None:
    """Fill cells of a CSV by question."""
    table = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    for row in table:
        row.update(cells.get(row["question"].replace("-", "_"), {}))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(table)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_out_and_back_keeps_answers_justifications_and_evidence(kind: str, shop: Path) -> None:
    target = shop.parent / f"asked.{kind}"
    assert run("audit", shop, "--sheet", target, "--as-of", str(DAY)).code == 0
    said = {
        "q-rebuild": {
            "answer": "3",
            "evidence": "https://wiki/x",
            "note": 'since, May; "really"',
            "by": "Bo",
            "at": "2026-09-12",
        },
        "q-owner": {"answer": "?", "note": "ask Eva"},
        "q-rollback": {"answer": "x", "note": "never released"},
        "q-slices": {"answer": "2", "note": "=1+1"},
    }
    if kind == "csv":
        filled(target, **{name.replace("-", "_"): cells for name, cells in said.items()})
    else:
        _filled_xlsx(target, said)
    first = run("audit", shop, "--answers", target, "--as-of", str(DAY), "--by", "ann")
    assert first.code == 0, first.err
    assert "4 new answers" in first.err
    kept = {each.question: each for each in load(shop).answers}
    assert (kept["q-rebuild"].level, kept["q-rebuild"].by, str(kept["q-rebuild"].at)) == ("3", "Bo", "2026-09-12")
    assert (kept["q-rebuild"].evidence, kept["q-rebuild"].note) == ("https://wiki/x", 'since, May; "really"')
    assert (kept["q-owner"].level, kept["q-owner"].note, kept["q-owner"].by) == ("unknown", "ask Eva", "ann")
    assert (kept["q-rollback"].level, kept["q-rollback"].note) == ("n/a", "never released")
    assert kept["q-slices"].note == "=1+1"
    assert "0 new answers" in run("audit", shop, "--answers", target, "--as-of", str(DAY), "--by", "ann").err


def _filled_xlsx(target: Path, said: dict[str, dict[str, str]]) -> None:
    openpyxl: Any = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(target)
    sheet = book.active
    for row in sheet.iter_rows(min_row=2):
        for name, value in said.get(str(row[0].value), {}).items():
            cell = row[COLUMNS.index(name)]
            cell.value = datetime.fromisoformat(value) if name == "at" else int(value) if value.isdigit() else value
            if str(value).startswith("="):
                cell.data_type = "s"
    book.save(target)


@given(st.text(max_size=30))
def test_no_text_comes_out_as_something_a_spreadsheet_runs(text: str) -> None:
    assert not guarded(text).lstrip(" ").startswith(RUNS)
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])  # noqa: RUF001
def test_names_that_look_like_formulas_come_out_as_text(name: str, tmp_path: Path) -> None:
    text = csv_text(interview("q-owner", label=name), catalogue())
    (row,) = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert row["asset"].startswith("'")
    openpyxl: Any = pytest.importorskip("openpyxl")
    target = tmp_path / "asked.xlsx"
    write_xlsx(target, interview("q-owner", label=name), catalogue(), "A/B: [test]?", DAY)
    cells = [cell for row in openpyxl.load_workbook(target).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}


@given(label=st.text(max_size=40), title=st.text(max_size=60))
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_questions_give_the_same_bytes_whenever_they_are_written(
    label: str, title: str, tmp_path: Path
) -> None:
    openpyxl: Any = pytest.importorskip("openpyxl")
    target, asked = tmp_path / "asked.xlsx", interview("q-owner", "q-rebuild", label=label)
    made = []
    for year in (2019, 2031):
        with the_clock_at(year):
            write_xlsx(target, asked, catalogue(), title, DAY)
        made.append(target.read_bytes())
    assert made[0] == made[1]
    properties = openpyxl.load_workbook(target).properties
    assert {properties.created.date(), properties.modified.date()} == {DAY}


def test_an_opened_sheet_offers_the_answers_in_wide_columns_and_holds_its_head(tmp_path: Path) -> None:
    openpyxl: Any = pytest.importorskip("openpyxl")
    target = tmp_path / "asked.xlsx"
    write_xlsx(target, interview("q-owner", "q-rebuild"), catalogue(), "A/B: [test]?", DAY)
    sheet = openpyxl.load_workbook(target).active
    (choice,) = sheet.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1, choice.showErrorMessage) == ("J2:J3", '"0,1,2,3,4,?,x"', False)
    assert sheet.cell(1, 10).value == "answer" and sheet.freeze_panes == "D2"
    assert sheet.column_dimensions["C"].width > 40
    filled_in, read_only = sheet.cell(2, 10), sheet.cell(2, 1)
    assert (filled_in.number_format, read_only.number_format) == ("@", "General")
    assert (filled_in.fill.fgColor.rgb, read_only.fill.fill_type) == ("FFEAF2EF", None)


HEAD = "question;asset;answer;evidence;note;by;at\r\n"


def taken(text: str, tmp_path: Path) -> tuple[list[Any], list[str]]:
    target = tmp_path / "theirs.csv"
    target.write_bytes(text.encode())
    answers, problems = take(target, catalogue(), "ann", DAY)
    return list(answers), [str(each) for each in problems]


def test_semicolons_and_an_empty_line_are_read_as_well(tmp_path: Path) -> None:
    answers, problems = taken(f"{HEAD}q-owner;intent;2;;;;\r\n;;;;;;\r\nq-revenue;shop;10 to 20;;;;\r\n", tmp_path)
    assert not problems
    assert [(each.level, each.value) for each in answers] == [("2", None), (None, (10.0, 20.0))]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("q-ownr;intent;2;;;;", "theirs.csv:2:3 error: there is no question 'q-ownr'; did you mean 'q-owner'"),
        ("q-owner;intent;9;;;;", "cannot be read: '9'"),
        ("q-owner;intent;x;;;;", "the note does not say why"),
        ("q-owner;intent;2;;;;yesterday", "'yesterday' is not a date"),
        ("q-owner;intent;;;a thought;;", "has a note and no answer"),
        ("q-owner;intent;=1+1;;;;", "cannot be read"),
    ],
)
def test_a_bad_row_is_told_with_its_place(row: str, says: str, tmp_path: Path) -> None:
    answers, problems = taken(f"{HEAD}{row}\r\n", tmp_path)
    assert not answers
    assert len(problems) == 1 and says in problems[0]


def test_a_sheet_without_its_columns_is_told(tmp_path: Path) -> None:
    _, problems = taken("a,b,c\n1,2,3\n", tmp_path)
    assert "no column 'question'" in problems[0]


def test_a_formula_that_comes_back_is_refused_with_its_cell(shop: Path) -> None:
    openpyxl: Any = pytest.importorskip("openpyxl")
    target = shop.parent / "asked.xlsx"
    run("audit", shop, "--sheet", target, "--as-of", str(DAY))
    book = openpyxl.load_workbook(target)
    book.active.cell(2, COLUMNS.index("note") + 1).value = "=HYPERLINK(1)"
    book.save(target)
    said = run("audit", shop, "--answers", target, "--as-of", str(DAY))
    assert said.code == 3 and "asked.xlsx:2:12 error: the cell in column 12 is a formula" in said.err
    assert not (shop / "answers").exists()


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"", b"\x00\xff"])
def test_a_broken_spreadsheet_is_a_sentence(content: bytes, shop: Path) -> None:
    for name in ("broken.xlsx", "broken.csv"):
        target = shop.parent / name
        target.write_bytes(content)
        said = run("audit", shop, "--answers", target, "--as-of", str(DAY))
        assert said.code in {2, 3} and "Traceback" not in said.err


def test_a_sheet_that_may_hold_answers_is_not_overwritten(shop: Path) -> None:
    target = shop.parent / "asked.csv"
    target.write_text("mine")
    said = run("audit", shop, "--sheet", target, "--as-of", str(DAY))
    assert said.code == 2 and "is there already, and may hold answers" in said.err
    assert target.read_text() == "mine"


def test_one_bad_answer_and_none_is_taken(shop: Path) -> None:
    theirs = shop.parent / "theirs.yaml"
    good = "{question: q-owner, asset: intent, level: 2, by: ann, at: 2026-09-30}"
    theirs.write_text(f"answers:\n  - {good}\n  - {good.replace('intent', 'intnet')}\n")
    said = run("audit", shop, "--answers", theirs, "--as-of", str(DAY))
    assert said.code == 3
    assert "theirs.yaml:3:5 error" in said.err and "did you mean 'intent'" in said.err
    assert "none of its answers was taken" in said.err
    assert not (shop / "answers").exists()


def test_without_the_extra_one_sentence_says_how_to_get_it(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    said = run("audit", shop, "--sheet", shop.parent / "asked.xlsx", "--as-of", str(DAY))
    assert said.code == 2 and "pip install 'debtaudit[xlsx]'" in said.err
    assert not (shop.parent / "asked.xlsx").exists()


def test_the_way_back_can_be_pasted(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shop.parent)
    (shop.parent / "ours").write_text("policy: {day_cost: 500}\n")
    said = run("audit", "shop", "--sheet", "our questions.csv", "--as-of", str(DAY), "--config", "ours")
    way = "audit shop --as-of 2026-09-30 --config ours --answers 'our questions.csv'"
    assert said.err.endswith(f"; take the answers in with: debtaudit {way}\n")
    filled(Path("our questions.csv"), q_owner={"answer": "2"})
    nobody = run(*shlex.split(way))
    assert nobody.code == 3
    assert "does not say who gave it; fill in the column 'by', or name who gave them all: --by NAME\n" in nobody.err
    assert "1 new answer in " in run(*shlex.split(way), "--by", "Bo").err
    page = run("audit", "shop", "--form", "asked.html")
    assert page.err.endswith("; take the answers in with: debtaudit audit shop --answers FILE\n")
