"""The brief for mail, the numbers for programs, and the pictures for slides."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from debtaudit.domain.asset import Organisation
from debtaudit.domain.settings import Look
from debtaudit.report import files, pages
from debtaudit.report.formats.brief import brief
from debtaudit.report.formats.report_json import report_json
from debtaudit.report.formats.slides import slides
from tests.report.example import INTENT, audit_of, company, item

MARKUP = "{http://www.w3.org/2000/svg}"


def test_the_brief_says_what_the_board_must_know_and_fits_on_a_page() -> None:
    text = brief(company())
    assert text.startswith("Merrowline, AI debt review, 30 September 2026\n\n# Order intent causes")
    for part in ("## Five decisions to take", "What it costs each quarter: **", "## What we accept for now"):
        assert part in text
    assert len(text.splitlines()) < 60


def test_the_brief_lets_nothing_in_an_inventory_become_markup() -> None:
    hostile = "[x](javascript:alert(1)) <b> @all | *"
    text = brief(audit_of(item("a", INTENT, message=hostile), organisation=Organisation(name=hostile)))
    assert "<b>" not in text and "](" not in text.replace("\\](", "") and "@all" not in text


def test_an_audit_of_nothing_has_a_brief_too() -> None:
    assert "Nothing has been described yet" in brief(audit_of(clean=0))


def test_the_numbers_are_those_of_the_backlog_with_the_page_of_each() -> None:
    tree = json.loads(report_json(company()))
    assert (tree["format"], tree["version"], len(tree["findings"])) == ("debtaudit-report", 1, 14)
    assert tree["findings"][0]["page"] in set(pages(company()))
    assert [each["team"] for each in tree["teams"]] == ["conversations", None, "platform"]
    assert tree["decisions"][0] == "concept-drift@order-intent"


def test_losses_are_told_by_chance_before_and_after_the_decisions() -> None:
    tree = json.loads(report_json(company()))
    assert [each["chance"] for each in tree["exceedance"]] == [0.5, 0.1, 0.05]
    assert all(0 < each["after_decisions"] < each["loss"] for each in tree["exceedance"])
    whole = tree["totals"]["interest"]["mean"]
    assert tree["paid_by"]["business"] + tree["paid_by"]["engineering"] == pytest.approx(whole)


def test_without_a_ledger_there_are_no_key_figures_and_no_account() -> None:
    tree = json.loads(report_json(company()))
    assert (tree["quarter"], tree["since"], tree["account"], tree["kpis"]) == (None, None, [], [])


def test_slides_are_whole_pictures_with_title_size_and_words() -> None:
    found = dict(slides(company()))
    assert {"by-kind.svg", "by-team.svg", "matrix.svg", "one-fault.svg", "map-overview.svg"} <= set(found)
    for text in found.values():
        root = ET.fromstring(text)
        assert root.tag == f"{MARKUP}svg" and root.get("width") and root.get("height") and root.get("aria-label")
        assert root.find(f"{MARKUP}title") is not None
        assert not re.search(r"<(script|foreignObject|image|style)", text)


def test_slides_wear_the_companys_colour() -> None:
    plain, own = (
        dict(slides(replace(company(), look=Look(accent=accent))))["by-kind.svg"] for accent in ("", "#7a1fa2")
    )
    assert "#12483f" in plain and "#12483f" not in own and "#7a1fa2" in own


def test_all_files_of_a_site_are_the_same_each_time() -> None:
    assert files(company()) == files(company())
    assert {"data.json", "brief.md", "charts/matrix.svg"} <= set(files(company()))
