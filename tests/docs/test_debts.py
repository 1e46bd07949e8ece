from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from types import ModuleType

from debtaudit.domain.debt import Debt
from debtaudit.domain.plugin import discover
from tests.docs.conftest import DOCS

SLUGS = {debt.slug for debt in discover("debtaudit.detectors", Debt)}


def test_every_page_is_current(generate: ModuleType, made: Mapping[Path, str]) -> None:
    assert [path.name for path in generate.old(made)] == [], "run `python docs/generate.py`"


def test_every_link_leads_to_a_page(made: Mapping[Path, str]) -> None:
    written = {path: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
    pages = {path: text for path, text in {**written, **made}.items() if path.suffix == ".md"}
    for path, text in pages.items():
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)):
            assert (path.parent / target).is_file(), f"{path.name}: {target}"


def test_coverage_names_only_debts_that_exist_and_misses_none(generate: ModuleType) -> None:
    named = set(chain.from_iterable(chain.from_iterable(work["debts"].values() for work in generate.covered())))
    assert named - SLUGS == set()
    assert SLUGS - named == set()


def test_coverage_leaves_nothing_of_the_literature_without_an_answer(generate: ModuleType) -> None:
    counts = [len(work["debts"]) for work in generate.covered()]
    assert all(slugs for work in generate.covered() for slugs in work["debts"].values())
    assert counts[1] == 4  # the new types of Bogner et al.
    assert len(counts) == 6


def test_a_page_that_belongs_to_no_debt_is_old(generate: ModuleType, made: Mapping[Path, str]) -> None:
    page = generate.DEBTS / "undeclared-consumer.md"
    assert page not in generate.old(made)
    assert page in generate.old({path: text for path, text in made.items() if path != page})
