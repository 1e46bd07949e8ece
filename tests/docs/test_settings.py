from __future__ import annotations

import re
from pathlib import Path

from debtaudit.detectors._catalogue import catalogue
from debtaudit.domain.asset import Organisation
from debtaudit.inventory.settings import PARTS, parse_settings, read_settings
from tests.cli.conftest import run
from tests.docs.conftest import DOCS

BLOCKS: list[tuple[str, str]] = re.findall(r"```([^\n]*)\n(.*?)```", (DOCS / "settings.md").read_text(), re.DOTALL)


def block(kind: str, number: int = 0) -> str:
    return [text for marked, text in BLOCKS if marked == kind][number]


def test_the_example_holds_every_part_and_is_read_without_a_problem(tmp_path: Path) -> None:
    (tmp_path / "debtaudit.yaml").write_text(block("yaml"))
    for folder in ("our_debts", "../search", "../adverts"):
        (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / "our_debts" / "unnamed_model.py").write_text(block("python"))
    settings, problems = read_settings(tmp_path / "debtaudit.yaml")
    made = catalogue(settings)
    assert (problems, made.problems, made.not_run) == ((), (), ())
    assert re.findall(r"^(\w+):", block("yaml"), re.MULTILINE) == list(PARTS)
    assert settings.policy_for(Organisation()).hop == 0.85
    assert settings.aliases["backstage:component/order-intent"] == "order-intent"
    assert settings.headline == "The chatbot first, the rest by summer"
    assert "unnamed-model" in {debt.slug for debt in made.debts}
    assert [(each.name, each.value) for each in made.touched if each.name.startswith("limits")] == [
        ("limits.data-smells.missing", 0.1),
        ("limits.static-test-set.limit_high", 60),
    ]
    touched = {each.name for each in made.touched if each.name.startswith("economics")}
    assert {name.rpartition(".")[2] for name in touched} == {"prior_rate", "growth", "effort", "loss"}


def test_the_mistakes_are_told_as_the_page_says() -> None:
    settings, problems = parse_settings(block("yaml wrong"))
    told = sorted((*problems, *catalogue(settings).problems))
    assert [str(each) for each in told] == block("text").splitlines()


def test_the_debt_of_ones_own_passes_its_trial_as_the_page_shows(tmp_path: Path) -> None:
    (tmp_path / "unnamed_model.py").write_text(block("python"))
    command, *shown = block("text", 1).splitlines()
    assert command == "$ debtaudit debts --test our_debts"
    assert run("debts", "--test", tmp_path).out.splitlines() == shown
