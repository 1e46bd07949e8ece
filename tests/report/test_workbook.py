"""The workbook: what its formulas say is what the audit says, and text stays text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from math import isclose
from pathlib import Path

import pytest

from debtaudit import flow
from debtaudit.domain.asset import Organisation
from debtaudit.domain.audit import Audit
from debtaudit.inventory import load
from debtaudit.ledger.files import folder_of, read_all
from debtaudit.ledger.review import Review, review
from debtaudit.report.spreadsheet import HEAD, Cell, Formula, Sheet
from debtaudit.report.workbook import NAMED, sheets
from tests.clock import the_clock_at
from tests.report.example import INTENT, asset_of, audit_of, company, item


def sample() -> Audit:
    return flow.audit(load(Path(__file__).parents[2] / "sample_inventory"), date(2026, 9, 30))


@cache
def quarter() -> Review:
    earlier, _problems = read_all(folder_of(Path(__file__).parents[2] / "sample_inventory"))
    return review(sample(), earlier, {}, {"deployment-velocity": 1e6})


def by_name(audit: Audit, found: Review | None = None) -> dict[str, Sheet]:
    return {sheet.name: sheet for sheet in sheets(audit, found)}


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
                assert isclose(calculated(cell.holds.text, known, names), float(cell.holds.value), rel_tol=1e-6)


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


def test_decisions_follow_the_rows_of_the_backlog_that_they_are_about() -> None:
    audit = sample()
    names, sheets_ = {"effectiveness": audit.policy.effectiveness}, by_name(audit)
    there = {f"{chr(65 + place)}{row}": value(cell) for row, cells in enumerate(sheets_["Backlog"].rows, HEAD + 2)
             for place, cell in enumerate(cells)}  # fmt: skip
    *asked, total = sheets_["Decisions"].rows
    assert len(asked) == 5 and total[1].holds == "All of them"
    for row, cells in enumerate(asked, HEAD + 2):
        for cell in cells[5:8]:
            assert isinstance(cell.holds, Formula)
            text = cell.holds.text.replace("Backlog!", "")
            assert calculated(text, there, names) == pytest.approx(cell.holds.value)
        back = cells[8].holds
        assert isinstance(back, Formula) and back.text == f"=IF(H{row}>0,G{row}/H{row},0)"
        assert back.value == pytest.approx(float(value(cells[6])) / float(value(cells[7])))
    for place in (5, 6, 7, 9):
        letter, holds = chr(65 + place), total[place].holds
        assert isinstance(holds, Formula) and holds.text == f"=SUM({letter}{HEAD + 2}:{letter}{HEAD + 6})"
        assert holds.value == pytest.approx(sum(float(value(cells[place])) for cells in asked))
    sums = {str(row[0].holds): value(row[1]) for row in sheets_["Board"].rows}
    assert value(total[7]) == pytest.approx(sums["Saves each quarter"])


def test_every_key_figure_has_its_quarters_and_a_target_that_may_be_changed() -> None:
    found = quarter()
    assert "KPIs" not in by_name(found.audit)
    sheet = by_name(found.audit, found)["KPIs"]
    titles = [column.title for column in sheet.columns]
    assert titles[2:8] == ["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
    assert len(sheet.rows) == len(found.figures) and {len(row) for row in sheet.rows} == {len(titles)}
    for row, (cells, each) in enumerate(zip(sheet.rows, found.figures, strict=True), HEAD + 2):
        known = dict(zip(titles, cells, strict=True))
        assert known["2026-Q3"].holds == ("no data" if each.reading.value is None else each.reading.value)
        assert known["Target"].look.startswith("given")
        met, expected = known["Target met?"].holds, {True: "yes", False: "no", None: ""}[each.met]
        if each.kpi.better:
            assert isinstance(met, Formula) and met.value == expected
            sign = {"up": ">=", "down": "<="}[each.kpi.better]
            assert f"IF(H{row}{sign}I{row}," in met.text, "value and target are where the formula looks"
    (speed,) = [
        cells for cells, each in zip(sheet.rows, found.figures, strict=True) if each.kpi.slug == "deployment-velocity"
    ]
    assert value(speed[9]) == "no"


class TestTheFile:
    def opened(self, audit: Audit, found: Review | None = None) -> object:
        openpyxl = pytest.importorskip("openpyxl")
        pytest.importorskip("xlsxwriter")
        from debtaudit.report.formats.xlsx import workbook  # noqa: PLC0415 - an extra

        return openpyxl.load_workbook(BytesIO(workbook(audit, found)))

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

    def test_key_figures_and_decisions_have_sheets_beside_the_board(self) -> None:
        book = self.opened(sample(), quarter())
        names = ["Board", "Decisions", "KPIs", "Backlog", "Teams", "Decided", "Unknown", "Settings"]
        assert book.sheetnames == names  # type: ignore[attr-defined]
        sheet = book["KPIs"]  # type: ignore[index]
        assert sheet.cell(HEAD + 2, 1).hyperlink.target.startswith("kpi.html")

    def test_settings_have_the_names_that_formulas_use(self) -> None:
        book = self.opened(company())
        assert set(book.defined_names) == {*NAMED, *()}  # type: ignore[attr-defined]

    def test_the_same_audit_gives_the_same_bytes_whenever_it_is_written(self) -> None:
        pytest.importorskip("xlsxwriter")
        from debtaudit.report.formats.xlsx import workbook  # noqa: PLC0415 - an extra

        with the_clock_at(2019):
            once = workbook(company())
        with the_clock_at(2031):
            assert workbook(company()) == once
        properties = self.opened(company()).properties  # type: ignore[attr-defined]
        assert {properties.created.date(), properties.modified.date()} == {company().as_of}

    def test_an_empty_audit_gives_a_workbook(self) -> None:
        pytest.importorskip("xlsxwriter")
        from debtaudit.report.formats.xlsx import workbook  # noqa: PLC0415 - an extra

        assert workbook(audit_of()) and workbook(replace(audit_of(item("a", INTENT)), money_known=False))
