"""The workbook: what its formulas say is what the audit says, and text stays text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from math import isclose
from pathlib import Path

import pytest

from debtaudit import flow
from debtaudit.domain.asset import Organisation
from debtaudit.domain.audit import Audit
from debtaudit.inventory import load
from debtaudit.report.workbook import HEAD, NAMED, Cell, Formula, Sheet, sheets
from tests.report.example import INTENT, asset_of, audit_of, company, item


def sample() -> Audit:
    return flow.audit(load(Path(__file__).parents[2] / "sample_inventory"), date(2026, 9, 30))


def by_name(audit: Audit) -> dict[str, Sheet]:
    return {sheet.name: sheet for sheet in sheets(audit)}


def value(cell: Cell) -> float | str:
    return cell.holds.value if isinstance(cell.holds, Formula) else cell.holds


def calculated(formula: str, cells: dict[str, float | str], names: dict[str, float]) -> float:
    """Work out a formula of one row the way a spreadsheet would."""
    text = formula.removeprefix("=").replace("^", "**")
    text = re.sub(r"\b([A-Z]\d+)\b", lambda found: str(cells[found[1]]), text)
    text = re.sub(r"\)\*\*-(\d)", r")**(-\1)", text)
    return float(eval(text, {"MIN": min, "MAX": max, "ROUND": round, **names}))


def test_every_formula_of_the_backlog_gives_what_the_audit_says() -> None:
    audit = sample()
    names = {name: float(getattr(audit.policy, name)) for name in NAMED}
    backlog = by_name(audit)["Backlog"]
    for row, cells in enumerate(backlog.rows, HEAD + 2):
        known = {f"{chr(65 + place)}{row}": value(cell) for place, cell in enumerate(cells)}
        for cell in cells:
            if isinstance(cell.holds, Formula):
                assert isclose(calculated(cell.holds.text, known, names), cell.holds.value, rel_tol=1e-6)


def test_the_boards_sums_are_those_of_the_report() -> None:
    audit = sample()
    sums = {str(row[0].holds): value(row[1]) for row in by_name(audit)["Board"].rows}
    assert sums["What it costs each quarter"] == pytest.approx(audit.totals.interest.mean)
    assert sums["To be repaired"] == 5
    assert sums["Left to pay each quarter"] == pytest.approx(
        float(sums["What it costs each quarter"]) - float(sums["Saves each quarter"])
    )


def test_sums_refer_to_the_rows_that_they_are_about() -> None:
    board = by_name(company())["Board"]
    rows = {str(row[0].holds): number for number, row in enumerate(board.rows, HEAD + 2)}
    texts = {str(row[0].holds): row[1].holds.text for row in board.rows if isinstance(row[1].holds, Formula)}
    cost, saves = rows["Cost of that"], rows["Saves each quarter"]
    assert texts["Back after so many quarters"] == f"=IF(B{saves}>0,B{cost}/B{saves},0)"
    assert texts["Left to pay each quarter"] == f"=B{rows['What it costs each quarter']}-B{saves}"
    assert "$5:" in texts["What we owe"] and f"${HEAD + 1 + len(company().items)})" in texts["What we owe"]


class TestTheFile:
    def opened(self, audit: Audit) -> object:
        openpyxl = pytest.importorskip("openpyxl")
        pytest.importorskip("xlsxwriter")
        from debtaudit.report.formats.xlsx import workbook  # noqa: PLC0415 - an extra

        return openpyxl.load_workbook(BytesIO(workbook(audit)))

    def test_it_holds_every_finding_with_a_link_to_its_page(self) -> None:
        sheet = self.opened(company())["Backlog"]  # type: ignore[index]
        titles = [sheet.cell(row, 3) for row in range(HEAD + 2, HEAD + 2 + 14)]
        assert titles[0].value == "Unmonitored concept drift"
        assert titles[0].hyperlink.target.replace("\\", "/") == "item/concept-drift@order-intent.html"
        assert sheet.freeze_panes and sheet.auto_filter.ref

    @pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("https://x")', "+1", "@SUM(1)", "https://x", "{=1}", "007"])
    def test_text_is_never_taken_for_anything_else(self, text: str) -> None:
        audit = audit_of(item("a", asset_of("model", name=text), message=text), organisation=Organisation(name=text))
        sheet = self.opened(audit)["Backlog"]  # type: ignore[index]
        cell = sheet.cell(HEAD + 2, 4)
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)

    def test_a_text_too_long_for_a_cell_is_cut_and_not_lost(self) -> None:
        sheet = self.opened(audit_of(item("a", asset_of("model", name="m" * 40_000))))["Backlog"]  # type: ignore[index]
        assert len(sheet.cell(HEAD + 2, 4).value) == 500

    def test_settings_have_the_names_that_formulas_use(self) -> None:
        book = self.opened(company())
        assert set(book.defined_names) == {*NAMED, *()}  # type: ignore[attr-defined]

    def test_the_same_audit_gives_the_same_bytes_and_an_empty_one_a_workbook(self) -> None:
        pytest.importorskip("xlsxwriter")
        from debtaudit.report.formats.xlsx import workbook  # noqa: PLC0415 - an extra

        assert workbook(company()) == workbook(company())
        assert workbook(audit_of()) and workbook(replace(audit_of(item("a", INTENT)), money_known=False))
