"""Draws sheets as a workbook of Excel. Whatever people wrote is a string in it, and never a formula or an address.

The same audit gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from debtaudit.domain.audit import Audit
from debtaudit.ledger.review import Review
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.choices import organisation
from debtaudit.report.spreadsheet import HEAD, MARK, Cell, Formula, Sheet
from debtaudit.report.workbook import sheets

LONGEST, LINKS = 500, 60_000
"""Characters of a text, and rows that lead to a page; Excel takes 32,767 and 65,530."""
AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
GIVEN = {"bg_color": "#F6E4D9", "border": 1, "border_color": "#D9D8CF"}
PLAIN = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
LOOKS: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 16},
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"},
    "head right": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "align": "right"},
    "text": {"text_wrap": True},
    "link": {"text_wrap": True, "font_color": "#12483F", "underline": 1},
    "note": {"font_color": "#66716C"},
    "whole": {"num_format": "#,##0"},
    "tenth": {"num_format": "0.0"},
    "hundredth": {"num_format": "0.00"},
    "percent": {"num_format": "0%"},
    "right": {"align": "right"},
    "given tenth": {"num_format": "0.0", **GIVEN},
    "given hundredth": {"num_format": "0.00", **GIVEN},
    "given percent": {"num_format": "0%", **GIVEN},
    "given mark": {"align": "center", **GIVEN},
}
BAR = {"type": "data_bar", "bar_color": "#C9DBD3"}
MARKED, COST = 0, 8
"""Columns of the backlog in which somebody marks what to repair, and in which bars show what it costs."""


def workbook(audit: Audit, review: Review | None = None) -> bytes:
    """Return the workbook's bytes; with the review of the quarter, its key figures have a sheet."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, AS_TEXT)
    properties = {"title": "AI debt review", "company": _text(organisation(audit))}
    book.set_properties({**properties, "created": datetime.combine(audit.as_of, time())})
    looks = {name: book.add_format({**PLAIN, **look}) for name, look in LOOKS.items()}
    for sheet in sheets(audit, review):
        drawn = book.add_worksheet(sheet.name)
        _draw(drawn, sheet, looks)
        for name, place in sheet.names:
            book.define_name(name, place)
        if sheet.name == "Backlog" and sheet.rows:
            _equip(drawn, sheet)
    book.close()
    return made.getvalue()


def _draw(drawn: Worksheet, sheet: Sheet, looks: Mapping[str, Format]) -> None:
    drawn.hide_gridlines(2)
    drawn.set_landscape()
    drawn.fit_to_pages(1, 0)
    drawn.freeze_panes(HEAD + 1, 0)
    drawn.repeat_rows(HEAD)
    drawn.write_string(0, 0, _text(sheet.title), looks["title"])
    drawn.write_string(1, 0, _text(sheet.note), looks["note"])
    for column, each in enumerate(sheet.columns):
        drawn.set_column(column, column, each.width)
        drawn.write_string(HEAD, column, each.title, looks["head right" if each.right else "head"])
    for row, cells in enumerate(sheet.rows, HEAD + 1):
        for column, cell in enumerate(cells):
            _write(drawn, row, column, cell, looks)


def _write(drawn: Worksheet, row: int, column: int, cell: Cell, looks: Mapping[str, Format]) -> None:
    look = looks[cell.look]
    match cell.holds:
        case Formula(text, value):
            drawn.write_formula(row, column, text, look, value)
        case str() as text if cell.href and row < LINKS:
            drawn.write_url(row, column, f"external:{cell.href}", looks["link"], _text(text))
        case str() as text:
            drawn.write_string(row, column, _text(text), look)
        case number:
            drawn.write_number(row, column, number, look)


def _equip(drawn: Worksheet, sheet: Sheet) -> None:
    """Give the backlog its filter, its bars, and the choice of what to repair."""
    first, last = HEAD + 1, HEAD + len(sheet.rows)
    drawn.autofilter(HEAD, 0, last, len(sheet.columns) - 1)
    drawn.conditional_format(first, COST, last, COST, BAR)
    drawn.data_validation(first, MARKED, last, MARKED, {"validate": "list", "source": [MARK], "ignore_blank": True})


def _text(text: str) -> str:
    return shortened(" ".join(text.split()), LONGEST)
