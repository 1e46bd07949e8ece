"""The recipes for CI: each is read as its tool reads it, and run in a repository, with and without new debt.

Lines that install something are left out. What GitHub, GitLab, Azure and Jenkins do around the commands cannot be tried
here. A shell runs every line; the program that it finds hands out what debtaudit said in this process a moment before,
because starting it two dozen times would take a minute.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from tests.cli.conftest import DAY, SAMPLE, SHOP, run
from tests.docs.conftest import DOCS

PAGE = (DOCS / "gate.md").read_text(encoding="utf-8")
RECIPES: dict[str, str] = dict(re.findall(r"^```\w+ recipe=(\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
NEW_DEBT = """
systems:
  - {id: refund-desk, owner: trust, revenue_per_day: 900000, customer_facing: yes, calls: [refund-score]}
models:
  - {id: refund-score, owner: trust, system: refund-desk, status: production, volatility: high,
     monitoring: {service: automated, quality: none, data_drift: none}}
"""
PROGRAM = """#!/bin/sh
said="$(dirname "$0")/$(echo "$*" | tr ' /' '__')"
cat "$said.out"
cat "$said.err" >&2
exit "$(cat "$said.code")"
"""


@dataclass(frozen=True)
class Step:
    """A command of a recipe, and whether it is run only after another one failed."""

    command: str
    after_failure: bool = False


def steps(name: str) -> list[Step]:
    """Return what a recipe runs, but for what it installs."""
    found = list(_jenkins(RECIPES[name])) if name == "jenkins" else _from_yaml(name, yaml.safe_load(RECIPES[name]))
    return [each for each in found if "pip install" not in each.command]


def _jenkins(text: str) -> list[Step]:
    return [Step(command) for command in re.findall(r"^\s*sh '(.*)'$", text, re.MULTILINE)]


def _from_yaml(name: str, said: Mapping[Any, Any]) -> list[Step]:
    if name == "pre-commit":
        return [Step(hook["entry"]) for hook in said["repos"][0]["hooks"]]
    if name == "gitlab":
        return [Step(line) for line in said["debt"]["script"]]
    if name == "azure":
        return [Step(each["script"]) for each in said["steps"] if "script" in each]
    jobs = said["jobs"]["debt"]["steps"]
    return [Step(each["run"], each.get("if") == "failure()") for each in jobs if "run" in each]


@pytest.fixture
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a shell finds debtaudit."""
    folder = tmp_path_factory.mktemp("bin")
    (folder / "debtaudit").write_text(PROGRAM)
    (folder / "debtaudit").chmod(0o755)
    return folder


def say(command: str, folder: Path, program: Path) -> None:
    """Let debtaudit say what the shell will be told: on the day of the sample, where the command looks at one."""
    for words in re.findall(r"\bdebtaudit ([^>|&]+)", command):
        day = ["--as-of", DAY] if words.startswith("gate") else []
        with chdir(folder):
            made = run(*words.split(), *day)
        file = program / "_".join(words.split()).replace("/", "_")
        for suffix, text in ((".out", made.out), (".err", made.err), (".code", str(made.code))):
            file.with_name(file.name + suffix).write_text(text)


def repository(folder: Path, *, sample: bool = False) -> Path:
    """Return a repository in which an inventory and its baseline lie."""
    inventory = folder / "inventory"
    if sample:
        inventory.symlink_to(SAMPLE)
    else:
        inventory.mkdir()
        (inventory / "all.yaml").write_text(SHOP)
        assert run("gate", inventory, "--update-baseline", "--as-of", DAY).code == 0
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    return folder


def ran(name: str, folder: Path, program: Path) -> tuple[int, str]:
    """Run a recipe as its tool does, which stops at the first failure; returns the worst exit code and the output."""
    environ = {**os.environ, "PATH": f"{program}:{os.environ['PATH']}", "HOME": str(folder),
               "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}  # fmt: skip
    worst, said = 0, ""
    for step in steps(name):
        if bool(worst) == step.after_failure:
            say(step.command, folder, program)
            done = subprocess.run(
                ["sh", "-ec", step.command], cwd=folder, env=environ, text=True, capture_output=True, check=False
            )
            worst, said = max(worst, done.returncode), said + done.stdout + done.stderr
    return worst, said


def test_there_is_a_recipe_for_each() -> None:
    assert set(RECIPES) == {"pre-commit", "github", "gitlab", "azure", "jenkins"}
    assert all(any("gate inventory --fail-on now" in step.command for step in steps(name)) for name in RECIPES)


@pytest.mark.parametrize("name", RECIPES)
def test_a_change_without_new_debt_passes_and_one_with_it_does_not(name: str, tmp_path: Path, program: Path) -> None:
    folder = repository(tmp_path)
    code, said = ran(name, folder, program)
    assert code == 0, said
    (folder / "inventory" / "refunds.yaml").write_text(NEW_DEBT)
    code, said = ran(name, folder, program)
    assert code == 1, said
    WRITTEN.get(name, _told)(folder, said)


def _told(_folder: Path, said: str) -> None:
    assert "unmonitored-concept-drift@refund-score" in said


def _github(folder: Path, said: str) -> None:
    assert "### Stopped: technical debt" in (folder / "summary.md").read_text()
    assert re.search(r"^::error file=inventory/refunds\.yaml,line=\d+", said, re.MULTILINE)


def _gitlab(folder: Path, _said: str) -> None:
    report = json.loads((folder / "gl-code-quality-report.json").read_text())
    assert {each["location"]["path"] for each in report} == {"inventory/refunds.yaml"}


def _junit(folder: Path, _said: str) -> None:
    failed = ET.parse(folder / "debt.xml").findall(".//testcase[failure]")
    assert {each.get("classname") for each in failed} == {"refund-score"}


WRITTEN = {"github": _github, "gitlab": _gitlab, "azure": _junit, "jenkins": _junit}


def test_an_inventory_with_a_mistake_stops_before_the_gate(tmp_path: Path, program: Path) -> None:
    folder = repository(tmp_path)
    (folder / "inventory" / "refunds.yaml").write_text("models: [{id: refund-score, ownr: trust}]\n")
    code, said = ran("gitlab", folder, program)
    assert code == 3 and "did you mean 'owner'?" in said
    assert not (folder / "gl-code-quality-report.json").exists()


def test_the_sample_has_no_baseline_and_one_finding_that_is_for_now(tmp_path: Path, program: Path) -> None:
    code, said = ran("pre-commit", repository(tmp_path, sample=True), program)
    assert code == 1 and "unmonitored-concept-drift@order-intent" in said
