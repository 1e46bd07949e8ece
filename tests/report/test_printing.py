"""Printing: with the browser that is there, and a sentence where there is none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from debtaudit.report import printing, write_site
from debtaudit.report.printing import PrintingError, print_pdf
from tests.report.example import company

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.mark.parametrize(("paper", "box"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_the_board_is_printed_on_two_sides_of_the_companys_paper(
    browser: Browser, tmp_path: Path, paper: str, box: tuple[int, int]
) -> None:
    from dataclasses import replace  # noqa: PLC0415 - beside its one use

    from debtaudit.domain.settings import Look  # noqa: PLC0415 - the same

    audit = replace(company(), look=Look(paper="letter" if paper == "letter" else "a4"))
    index = write_site(audit, tmp_path)
    pdf = print_pdf(index, tmp_path / "board.pdf").read_bytes()
    assert pdf.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2
    boxes = re.findall(rb"/MediaBox\s*\[([^\]]+)\]", pdf)
    assert {tuple(round(float(each)) for each in one.split())[2:] for one in boxes} == {box}
    assert not list(tmp_path.glob(".pdf-*"))


def test_without_a_browser_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "ELSEWHERE", ())
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PrintingError, match="there is no Chromium, Chrome or Edge to print with; install one"):
        printing.browser()


def test_a_browser_may_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = tmp_path / "browser"
    own.write_text("#!/bin/sh\necho 'no display' >&2\nexit 1\n", "utf-8")
    own.chmod(0o755)
    monkeypatch.setenv(printing.VARIABLE, str(own))
    assert printing.browser() == str(own)
    with pytest.raises(PrintingError, match="did not print the page: no display"):
        print_pdf(tmp_path / "index.html", tmp_path / "board.pdf")
    monkeypatch.setenv(printing.VARIABLE, "nothing-like-it")
    with pytest.raises(PrintingError, match="DEBTAUDIT_BROWSER names 'nothing-like-it'"):
        printing.browser()
