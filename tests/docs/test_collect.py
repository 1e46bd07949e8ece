"""The page on collecting names every source, and shows what its commands really print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from debtaudit.collectors._collector import Collector
from debtaudit.domain.plugin import discover
from tests.cli.conftest import run
from tests.docs.conftest import DOCS

PAGE = (DOCS / "collect.md").read_text(encoding="utf-8")
EXPORTS = DOCS.parent / "tests" / "collectors" / "exports"
DAY = "2026-11-21"


def test_every_source_stands_in_the_table() -> None:
    table = " ".join(line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| "))
    assert {each.slug for each in discover("debtaudit.collectors", Collector)} <= set(re.findall(r"[a-z-]+", table))


def test_the_three_commands_print_what_the_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for source in ("mlflow", "dbt"):
        said = run("collect", source, EXPORTS / source, "--into", "inventory", "--set", "complete=yes", "--as-of", DAY)
        assert said.code == 0
    shown = PAGE.partition("```text\n")[2].partition("```")[0]
    out = run("backlog", "inventory", "--as-of", DAY).out.replace(f" --as-of {DAY}", "")  # which was that very day
    assert out.strip() == shown.strip()


def test_the_settings_that_it_shows_are_understood(tmp_path: Path) -> None:
    blocks = [block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "jobs:" not in block]
    (tmp_path / "debtaudit.yaml").write_text("\n".join(blocks))
    said = run("collect", "--all", "--into", tmp_path / "inventory", "--config", tmp_path / "debtaudit.yaml")
    assert "error:" not in "\n".join(line for line in said.err.splitlines() if "debtaudit.yaml" in line)


def test_the_recipe_is_a_workflow_that_can_be_read() -> None:
    (recipe,) = (block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "jobs:" in block)
    steps = yaml.safe_load(recipe)["jobs"]["collect"]["steps"]
    assert any("debtaudit collect --all" in each.get("run", "") for each in steps)


@pytest.mark.parametrize("option", ["--save-export", "--suggest-aliases", "--prune", "--dry-run", "--into", "--list"])
def test_the_options_that_it_names_are_there(option: str) -> None:
    assert option in PAGE
    assert option in run("collect", "--help").out
