from __future__ import annotations

from pathlib import Path

import pytest

from debtaudit.detectors._catalogue import catalogue, users_debts
from debtaudit.detectors._trial import facts_that_tell, failures
from debtaudit.domain.debt import Debt
from debtaudit.domain.facts import Place
from debtaudit.domain.settings import Setting, Settings
from tests.detectors.conftest import graph_of

DEBTS = catalogue(Settings()).debts
OWN = '''"""Unnamed model: nobody gave this model a name.

Why it is debt:
    People talk past one another.
If it waits:
    The wrong one is switched off.
Source:
    Our own outage of May.
Fix:
    - Ask the owner
    - Write the name down
False alarms:
    None known.
Example:
    models: [{id: m1, name: none}]
Instead:
    models: [{id: m1, name: Intents of orders}]
"""

from dataclasses import dataclass

from debtaudit.domain.asset import Model
from debtaudit.domain.debt import Days
from debtaudit.domain.plugin import debt
from debtaudit.domain.verdict import Hit, Unknown


@dataclass(frozen=True)
class Limits:
    """Nothing is set."""


@debt(Model, category="governance", dimension="other", prior_rate=0.1, growth=0.01, effort=Days(1, 2, 3),
      loss="effort_or_duty", severity=(0.5, 0.5), limits=Limits())
def unnamed_model(model, graph, limits):
    if model.name is None:
        return Unknown(("name",))
    return None if model.name else Hit(0.5, "it has no name", ("name",))
'''


def loaded(folder: Path, text: str) -> Debt:
    (folder / "unnamed_model.py").write_text(text)
    (found,), broken = users_debts(Setting(str(folder), Place("x"), Place("x")), ())
    assert not broken
    return found


@pytest.mark.parametrize("debt", DEBTS, ids=lambda debt: debt.slug)
def test_every_built_in_debt_passes_its_trial(debt: Debt) -> None:
    assert failures(debt, graph_of) == ()


@pytest.mark.parametrize("debt", DEBTS, ids=lambda debt: debt.slug)
def test_every_built_in_debt_names_facts_that_tell(debt: Debt) -> None:
    facts = facts_that_tell(debt, graph_of)
    assert [kind for kind, _ in facts] == [kind.kind for kind in debt.on]
    assert any(names for _, names in facts)


def test_a_good_debt_of_the_users_passes(tmp_path: Path) -> None:
    assert failures(loaded(tmp_path, OWN), graph_of) == ()


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("Unnamed model: nobody gave", "Nobody gave", "must begin with its name, a colon"),
        ("Source:\n    Our own outage of May.\n", "", "its docstring lacks Source"),
        ("[{id: m1, name: none}]", "[{id: m1, name: Intents}]", "Example must fire once, it fires 0 times"),
        ("[{id: m1, name: none}]", "[{id: m1, name: none}, {id: m2, name: none}]", "it fires 2 times"),
        ("[{id: m1, name: none}]", "[{id: m1, nam: none}]", "Example raised"),
        ("Hit(0.5,", "Hit(0.9,", "Example has severity 0.9, declared is 0.5 to 0.5"),
        ('"it has no name", ("name",)', '"", ()', "Example must say what was seen"),
        ("name: Intents of orders}", "name: none}", "Instead must be clean, it fires: it has no name"),
        ("name: Intents of orders}", "}", "Instead leaves open name"),
        ('return Unknown(("name",))', "return None", "a model of which nothing is stated must be Unknown"),
        ('return Unknown(("name",))', "return Unknown(())", "a model of which nothing is stated must be Unknown"),
        ('return Unknown(("name",))', "return 1 / 0", "nothing is stated raised ZeroDivisionError: division by zero"),
        ('return Unknown(("name",))', "return 'no'", "it answered 'no'; a verdict is Hit, Unknown"),
    ],
)
def test_what_a_file_does_wrong_is_told(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    assert right in OWN
    assert says in " ".join(failures(loaded(tmp_path, OWN.replace(right, wrong)), graph_of))


def test_what_raises_is_told_with_file_and_line(tmp_path: Path) -> None:
    wrong = OWN.replace('return Unknown(("name",))', "return 1 / 0")
    line = wrong.split("return 1 / 0")[0].count("\n") + 1
    (failure,) = failures(loaded(tmp_path, wrong), graph_of)
    assert failure.endswith(f"(unnamed_model.py:{line})")
