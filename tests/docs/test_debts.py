from __future__ import annotations

import re
from itertools import chain
from types import ModuleType

from debtaudit.domain.debt import Debt
from debtaudit.domain.plugin import discover
from tests.docs.conftest import DOCS

SLUGS = {debt.slug for debt in discover("debtaudit.detectors", Debt)}


def test_every_page_is_current(generate: ModuleType) -> None:
    assert [path.name for path in generate.old(generate.pages())] == [], "run `python docs/generate.py`"


def test_every_link_leads_to_a_page(generate: ModuleType) -> None:
    for path, text in {**generate.pages(), DOCS / "settings.md": (DOCS / "settings.md").read_text()}.items():
        for target in re.findall(r"\]\(([^)#]+)\)", text):
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


def test_a_page_that_belongs_to_no_debt_is_old(generate: ModuleType) -> None:
    page = generate.DEBTS / "undeclared-consumer.md"
    made = generate.pages()
    assert page not in generate.old(made)
    del made[page]
    assert page in generate.old(made)
