from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

import pytest
from rich.console import Console

from debtaudit.detectors._catalogue import catalogue
from debtaudit.domain.debt import Debt
from debtaudit.domain.settings import Settings
from debtaudit.report.debt_page import page_of
from debtaudit.report.formats.debts_markdown import catalogue_markdown, debt_markdown
from debtaudit.report.formats.debts_terminal import print_catalogue, print_debt

DEBTS = catalogue(Settings()).debts
FACTS = (("model", ("status", "monitoring.data_drift")),)


def console(width: int) -> tuple[Console, io.StringIO]:
    page = io.StringIO()
    return Console(file=page, width=width), page


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_word_of_the_catalogue_is_lost_and_no_line_is_too_long(width: int) -> None:
    terminal, page = console(width)
    print_catalogue(DEBTS, terminal)
    assert max(map(len, page.getvalue().splitlines())) <= width
    words = set(page.getvalue().split())
    for debt in DEBTS:
        assert debt.slug in words
        assert set(debt.definition.split()[1:]) <= words


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("debt", DEBTS, ids=lambda debt: debt.slug)
def test_every_page_holds_all_that_its_file_says_in_the_width_that_there_is(debt: Debt, width: int) -> None:
    terminal, page = console(width)
    print_debt(page_of(debt, DEBTS, FACTS), terminal)
    text = page.getvalue()
    assert max(map(len, text.splitlines())) <= width
    flat = "".join(text.split())
    for said in (debt.name, debt.section("False alarms"), debt.section("Source"), debt.section("Example")):
        assert "".join(said.split()) in flat
    for step in debt.remediation:
        assert set(step.split()) <= set(text.split())


@pytest.mark.parametrize("debt", DEBTS, ids=lambda debt: debt.slug)
def test_every_page_in_markdown_has_rows_of_equal_length(debt: Debt) -> None:
    text = debt_markdown(page_of(debt, DEBTS, FACTS))
    tables = [line for line in text.splitlines() if line.startswith("|")]
    for head, rule in pairwise(tables):
        if set(rule) <= {"|", "-"}:
            assert head.count("|") == rule.count("|")
    assert "- Model facts: `status`, `monitoring.data_drift`\n" in text


def test_the_catalogue_in_markdown_names_each_debt_twice() -> None:
    text = catalogue_markdown(DEBTS, lambda slug: f"[{slug}]")
    assert {text.count(f"[{debt.slug}]") for debt in DEBTS} == {2}


def test_no_page_leaves_a_tag_open() -> None:
    own = replace(DEBTS[0], doc="A <b>: it <i>.\n\nWhy it is debt:\n    A <script>.\nFix:\n    - Take the <u>\n")
    text = debt_markdown(page_of(own, DEBTS, FACTS))
    assert "# A &lt;b>\n" in text
    assert not {"<b>", "<i>", "<script>", "<u>"} & set(text.split())
