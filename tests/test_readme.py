"""What the README shows is what the program says, and what it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import typer

from debtaudit.cli import app
from tests.cli.conftest import DAY, SAMPLE, run

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_output_shown_is_that_of_the_demo() -> None:
    said = run("backlog", SAMPLE, "--as-of", DAY, "--limit", "10").out
    [shown] = (block for block in BLOCKS if block.startswith("Merrowline"))
    lines = [line.rstrip() for line in said.splitlines()]
    assert [line for line in map(str.rstrip, shown.splitlines()) if line and line not in lines] == []


def test_every_command_that_is_named_is_there() -> None:
    known = set(typer.main.get_group(app).commands)
    named = set(re.findall(r"debtaudit ([a-z]+)", "\n".join([*BLOCKS, *re.findall(r"`(debtaudit [^`]*)`", README)])))
    assert len(named) > 8
    assert named - known == set()


def test_every_path_that_is_named_is_there() -> None:
    paths = re.findall(r"\]\(([^)#]+)\)", README) + re.findall(r"`((?:debtaudit|templates|docs)/[^`]*)`", README)
    assert len(paths) > 10
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_number_of_debts_is_right() -> None:
    files = [path for path in (ROOT / "debtaudit" / "detectors").glob("*.py") if not path.name.startswith("_")]
    assert f"**{len(files)} detectors**" in README
