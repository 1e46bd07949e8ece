"""Printing: with the browser that is there, and a sentence where there is none."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from debtaudit.report import printing, write_site
from debtaudit.report.printing import PrintingError, print_pdf
from tests.report.example import company

if TYPE_CHECKING:
    from playwright.sync_api import Browser


STAND_IN = """#!/bin/sh
for word; do
  case "$word" in --print-to-pdf=*) out="${word#*=}";; file:*) page="${word#file://}";; esac
done
{ printf "/CreationDate (D:$NOW+02'00')\\n/ModDate (D:$NOW+00'00')\\n"; cat "$page"; } >"$out"
"""
"""Prints as a browser would: what it was given, and the time."""


@pytest.mark.parametrize(("paper", "box"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_the_board_is_printed_on_two_sides_of_the_companys_paper(
    browser: Browser, tmp_path: Path, paper: str, box: tuple[int, int]
) -> None:
    from dataclasses import replace  # noqa: PLC0415 - beside its one use

    from debtaudit.domain.settings import Look  # noqa: PLC0415 - the same

    audit = replace(company(), look=Look(paper="letter" if paper == "letter" else "a4"))
    index = write_site(audit, tmp_path)
    pdf = print_pdf(index, tmp_path / "board.pdf", audit.as_of).read_bytes()
    assert pdf.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2
    boxes = re.findall(rb"/MediaBox\s*\[([^\]]+)\]", pdf)
    assert {tuple(round(float(each)) for each in one.split())[2:] for one in boxes} == {box}
    assert not [*tmp_path.glob(".pdf-*"), *tmp_path.glob(".print-*")]
    assert re.findall(rb"/(?:Creation|Mod)Date \(([^)]*)\)", pdf) == [b"D:20260930000000+00'00'"] * 2
    assert b"/URI" not in pdf and b"file:" not in pdf, "nobody who reads it has the other pages, or our folders"


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
    (tmp_path / "index.html").write_text("<p>board")
    with pytest.raises(PrintingError, match="did not print the page: no display"):
        print_pdf(tmp_path / "index.html", tmp_path / "board.pdf", date(2026, 9, 30))
    assert {each.name for each in tmp_path.iterdir()} == {"browser", "index.html"}
    monkeypatch.setenv(printing.VARIABLE, "nothing-like-it")
    with pytest.raises(PrintingError, match="DEBTAUDIT_BROWSER names 'nothing-like-it'"):
        printing.browser()


def test_the_same_page_gives_the_same_bytes_whenever_and_wherever_it_is_printed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = tmp_path / "browser"
    own.write_text(STAND_IN, "utf-8")
    own.chmod(0o755)
    monkeypatch.setenv(printing.VARIABLE, str(own))
    text = '<a class="x" href="item/a@b.html">a</a> <a href="#top">b</a> <a href="https://c">c</a><link href="s.css">'
    made = []
    for folder, now in (("here", "20190501120000"), ("there", "20310501130000")):
        monkeypatch.setenv("NOW", now)
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.html").write_text(text)
        page, out = tmp_path / folder / "index.html", tmp_path / folder / "board.pdf"
        made.append(print_pdf(page, out, date(2026, 9, 30)).read_text())
        assert {each.name for each in out.parent.iterdir()} == {"index.html", "board.pdf"}
    assert made[0] == made[1]
    assert made[0] == (
        "/CreationDate (D:20260930000000+00'00')\n/ModDate (D:20260930000000+00'00')\n"
        '<a class="x" >a</a> <a href="#top">b</a> <a href="https://c">c</a><link href="s.css">'
    )
