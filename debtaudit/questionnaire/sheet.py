"""The same interview as a spreadsheet, out and back: CSV always, XLSX with the extra `xlsx`.

No cell can become a formula. In CSV, text that a spreadsheet would run gets an apostrophe in front, which is taken off
again on the way back; in XLSX every cell is written as text. A formula that comes back is refused with its place.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from debtaudit.domain.decision import Answer
from debtaudit.domain.facts import Place
from debtaudit.domain.problem import Problem
from debtaudit.inventory import files
from debtaudit.inventory.hint import did_you_mean
from debtaudit.inventory.write import write
from debtaudit.questionnaire.answers_file import NAMED, version_of
from debtaudit.questionnaire.catalogue import LEVELS, Catalogue
from debtaudit.questionnaire.interview import Ask, Interview, Step, answer_of, read, remark

COLUMNS: Final = (
    "question", "asset", "asks", "0", "1", "2", "3", "4", "known", "answer", "evidence", "note", "by", "at", "version",
)  # fmt: skip
FILLED: Final = ("answer", "evidence", "note", "by", "at")
"""What people fill in; all else is only there to be read."""
NEEDED: Final = ("question", "asset", "answer")
RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - some programs run these too
WIDTHS: Final = {"asks": 44, "evidence": 34, "note": 34, "known": 30, "asset": 22, "question": 18, "answer": 12}
LEVEL_WIDTH: Final = 24
LOOKS: Final[Mapping[str, Mapping[str, object]]] = {
    "head": {"bold": True},
    "read": {},
    "filled": {"num_format": "@", "bg_color": "#EAF2EF"},
}
"""How the first row looks, what is only there to be read, and what people fill in."""
LONGEST_CELL, LONGEST_TAB = 32_767, 31
"""Characters that a cell and the name of a sheet may have in this format."""
LARGEST: Final = 20 * 2**20
"""Bytes of a spreadsheet, and a tenth of what it may unpack to."""
MOST_ROWS: Final = 20_000
Row = Mapping[str, str]


class NoXlsx(Exception):  # noqa: N818 - it is told in a sentence
    """The extra that reads and writes XLSX is not installed."""


def rows(interview: Interview, catalogue: Catalogue) -> Iterator[list[str]]:
    """Yield the cells of each row: the head, then a question each."""
    yield list(COLUMNS)
    opened = (each for after in interview.follow.values() for each in after)
    for ask in dict.fromkeys((*interview.plan, *opened)):
        question = ask.question
        levels = [*question.levels] or [f"a number, {question.number.unit}" if question.number else ""]
        levels += [""] * (LEVELS - len(levels))
        known = "; ".join(map(str, ask.known.basis)) if ask.known else ""
        yield [question.id, ask.asset, question.asks, *levels, known, "", "", "", "", "",
               f"{NAMED} {catalogue.version}"]  # fmt: skip


def csv_text(interview: Interview, catalogue: Catalogue) -> str:
    """Return the sheet as CSV that every spreadsheet program opens as it is meant."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([guarded(each) for each in row] for row in rows(interview, catalogue))
    return "\ufeff" + out.getvalue()


def guarded(text: str) -> str:
    """Return text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(RUNS) or text.startswith("'") else text


def unguarded(text: str) -> str:
    """Return what a guarded text was."""
    return text[1:] if text.startswith("'") and guarded(text[1:]) == text else text


def write_xlsx(path: Path, interview: Interview, catalogue: Catalogue, title: str, at: date) -> None:
    """Write the sheet as XLSX: a list to choose answers from, wide columns, every cell text.

    It says that it was made on the day `at`, whenever that was: the same questions give the same bytes.

    Raises:
        NoXlsx: when the extra is not installed.

    """
    try:
        import xlsxwriter  # noqa: PLC0415 - an extra
    except ImportError:
        raise NoXlsx from None
    title = "".join(each if each.isprintable() else " " for each in title)
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties({"title": title, "created": datetime.combine(at, time())})
    sheet = book.add_worksheet(_tab(title))
    looks = {name: book.add_format({"text_wrap": True, "valign": "top", **look}) for name, look in LOOKS.items()}
    table = list(rows(interview, catalogue))
    for number, row in enumerate(table):
        for column, (name, text) in enumerate(zip(COLUMNS, row, strict=True)):
            look = looks["head" if number == 0 else "filled" if name in FILLED else "read"]
            if text:
                sheet.write_string(number, column, text[:LONGEST_CELL], look)
            else:
                sheet.write_blank(number, column, None, look)
    _made_easy(sheet, len(table) - 1)
    book.close()
    write(path, made.getvalue())


def _tab(title: str) -> str:
    """Return a title as a sheet may be called."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:LONGEST_TAB].strip("' ") or "Questions"


def _made_easy(sheet: Any, asked: int) -> None:
    for number, name in enumerate(COLUMNS):
        width = WIDTHS.get(name, LEVEL_WIDTH if name.isdigit() else 14)
        sheet.set_column(number, number, width)
    sheet.freeze_panes(1, COLUMNS.index("0"))
    column = COLUMNS.index("answer")
    sheet.data_validation(1, column, max(1, asked), column, {
        "validate": "list", "source": ["0", "1", "2", "3", "4", "?", "x"], "show_error": False,
        "input_message": "0 to 4; ? where you don't know; x where it does not apply, with the reason as note",
    })  # fmt: skip


def _openpyxl() -> Any:
    try:
        import openpyxl  # noqa: PLC0415 - an extra
    except ImportError:
        raise NoXlsx from None
    return openpyxl


def take(path: Path, catalogue: Catalogue, by: str, at: date) -> tuple[tuple[Answer, ...], list[Problem]]:
    """Read the answers of a filled-in sheet, and what is wrong with it; rows without an answer are left out.

    `by` and `at` stand in where a row names nobody or no day.

    Raises:
        NoXlsx: when the extra is not installed.

    """
    problems: list[Problem] = []
    table = list(_xlsx(path, problems) if path.suffix.lower() == ".xlsx" else _csv(path, problems))
    if not table:
        return (), problems or [_nothing(path)]
    (_, head), *body = table
    names = [unguarded(each).strip().lower() for each in head]
    missing = [each for each in NEEDED if each not in names]
    if missing:
        hint = "the first row must name the columns as the sheet came"
        problems.append(Problem.at(Place(path.name, 1, 1), "no-such-column", f"no column '{missing[0]}'", hint))
        return (), problems
    answers = []
    for number, cells in body:
        row = {name: unguarded(cell).strip() for name, cell in zip(names, cells, strict=False)}
        answer = _answer(row, Place(path.name, number, names.index("answer") + 1), catalogue, by, at, problems)
        answers += [answer] if answer else []
    return tuple(answers), problems if answers or problems else [_nothing(path)]


def _nothing(path: Path) -> Problem:
    return Problem.at(Place(path.name), "no-answers", "there is no answer in it", "fill in the column 'answer'")


def _answer(
    row: Row, place: Place, catalogue: Catalogue, by: str, at: date, problems: list[Problem]
) -> Answer | None:  # fmt: skip
    """Read one row, with the words of the terminal."""

    def wrong(code: str, message: str, hint: str = "") -> None:
        problems.append(Problem.at(place, code, message, hint))

    said = row.get("answer", "")
    if not said:
        if row.get("evidence") or row.get("note"):
            wrong("incomplete-answer", f"{row['question']} has a note and no answer", "fill in the column 'answer'")
        return None
    question = catalogue.questions.get(row["question"])
    version = version_of(row.get("version", ""))
    if question is None or version > catalogue.version:
        newer = f"; the sheet is of questions {version}, newer than ours" if version > catalogue.version else ""
        wrong("unknown-question", f"there is no question '{row['question']}'{newer}",
              did_you_mean(row["question"], catalogue.questions))  # fmt: skip
        return None
    ask = Ask(question, row["asset"], row["asset"])
    step = read(f"x {row.get('note', '')}" if said.lower() in {"x", "n/a"} else re.sub(r"\.0$", "", said), ask)
    day = _day(row.get("at", ""), at)
    if not isinstance(step, Step) or step.reply is None:
        says = "it does not apply, and the note does not say why" if said.lower() in {"x", "n/a"} else f"'{said[:40]}'"
        wrong("bad-answer", f"the answer to {question.id} on {row['asset']} cannot be read: {says}",
              "write 0 to 4, a number where one is asked for, ? or x")  # fmt: skip
        return None
    if day is None:
        wrong("bad-answer", f"'{row['at'][:40]}' is not a date", "write it as 2026-09-30")
        return None
    note = "" if step.reply.kind == "n/a" else row.get("note", "")
    made = answer_of(ask, step.reply, remark(""), row.get("by", "") or by, day)
    return Answer(question=made.question, asset=made.asset, level=made.level, value=made.value, by=made.by, at=made.at,
                  evidence=row.get("evidence") or None, note=note or made.note, place=place)  # fmt: skip


def _day(text: str, otherwise: date) -> date | None:
    if not text:
        return otherwise
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _csv(path: Path, problems: list[Problem]) -> Iterable[tuple[int, Sequence[str]]]:
    found = files.read(path, path.name)
    if isinstance(found, Problem):
        problems.append(found)
        return []
    first = found.text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(found.text, newline=""), delimiter=delimiter)
    try:
        table = [(reader.line_num, cells) for cells in reader if any(cells)]
    except csv.Error as error:
        problems.append(Problem.at(Place(path.name, reader.line_num, 1), "bad-csv", f"this is no CSV: {error}"))
        return []
    return table


def _xlsx(path: Path, problems: list[Problem]) -> Iterable[tuple[int, Sequence[str]]]:
    openpyxl = _openpyxl()
    where = Place(path.name)
    try:
        if path.stat().st_size > LARGEST or _unpacked(path) > 10 * LARGEST:
            problems.append(Problem.at(where, "too-large", "this spreadsheet is too large to be ours"))
            return []
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
        table = [_cells(row, path.name, problems) for row in book.worksheets[0].iter_rows(max_row=MOST_ROWS)]
        book.close()
    except Exception as error:  # noqa: BLE001 - a broken file breaks the reader in many ways, all of them its own
        problems.append(
            Problem.at(where, "bad-xlsx", f"this spreadsheet cannot be read: {error}", "save it anew as xlsx")
        )
        return []
    return [(number, cells) for number, cells in enumerate(table, start=1) if any(cells)]


def _unpacked(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        return sum(each.file_size for each in archive.infolist())


def _cells(row: Iterable[Any], name: str, problems: list[Problem]) -> list[str]:
    cells = []
    for column, cell in enumerate(row, start=1):
        if cell.data_type == "f":
            message = f"the cell in column {column} is a formula"
            problems.append(Problem.at(Place(name, cell.row, column), "formula", message, "write its value"))
            cells.append("")
        else:
            cells.append(_text(cell.value))
    return cells


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
