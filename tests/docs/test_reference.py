"""The references leave nothing out: they are made from the code, and these tests look at the code from another side."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
import typer

from debtaudit.cli import app
from debtaudit.domain.policy import Policy
from debtaudit.inventory.schema import schema
from debtaudit.ledger.measure import catalogue
from tests.cli.conftest import SHOP, run
from tests.docs.conftest import DOCS, making


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_command_and_option_is_there() -> None:
    parts = dict(re.findall(r"^## `(\w+)`.*?\n(.*?)(?=^## `|\Z)", text("commands.md"), re.MULTILINE | re.DOTALL))
    commands = typer.main.get_group(app).commands
    assert list(parts) == sorted(commands)
    for name, command in commands.items():
        shown = [each for each in command.params if not getattr(each, "hidden", False)]
        options = {opt for each in shown for opt in each.opts if opt.startswith("--")} - {"--help"}
        named = set(re.findall(r"^\| `(?:-\w, )?(--[\w-]+)", parts[name], re.MULTILINE))
        assert options == named, name


def test_every_exit_code_is_told() -> None:
    told = set(re.findall(r"^\| (\d+) \|", text("commands.md"), re.MULTILINE))
    assert told == {"0", "1", "2", "3", "4", "130"}


def test_every_fact_of_the_schema_is_in_the_reference_of_the_inventory() -> None:
    page = text("inventory.md")
    named = set(re.findall(r"^\| `(\w+)`", page, re.MULTILINE)) | set(re.findall(r"`(\w+)`", page))
    facts = {name for each in schema()["$defs"].values() for name in each.get("properties", {})}
    assert len(facts) > 200
    assert facts - named == set()
    assert schema()["properties"].keys() - set(re.findall(r"^## `(\w+)`", page, re.MULTILINE)) == set()


def test_every_link_within_a_reference_leads_somewhere() -> None:
    for name in ("inventory.md", "commands.md", "json.md", "kpis.md"):
        page = text(name)
        anchors = re.findall(r"\{#([\w-]+)\}", page)
        assert len(anchors) == len(set(anchors)), name
        assert set(re.findall(r"\]\(#([\w-]+)\)", page)) - set(anchors) == set(), name


@pytest.mark.parametrize("spec", ["criticality", "manifest", "purpose", "git_commit"])
def test_facts_say_what_they_take(spec: str) -> None:
    rows = {
        "criticality": "| `criticality` | whole number, 1 to 5 |",
        "manifest": "| `manifest` | [Manifest](#manifest) |",
        "purpose": "| `kind` | `etl` `training` `retraining` `inference` `evaluation` `none` |",
        "git_commit": "| `git_commit` (also `git_commit_hash`) | text |",
    }
    assert rows[spec] in text("inventory.md")


def test_every_key_figure_is_there_with_its_meaning() -> None:
    page = text("kpis.md")
    for each in catalogue():
        assert f"## {each.name} {{#{each.slug}}}\n\n{each.definition}" in page
        assert each.meaning in page


def test_the_keys_of_a_document_are_those_that_a_command_writes(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(SHOP)
    page = text("json.md").partition("## `debtaudit-backlog`")[2].partition("\n## ")[0]
    said = json.loads(run("backlog", tmp_path, "--as-of", "2026-09-30", "--format", "json").out)
    for path, value in (("", said), ("totals.", said["totals"]), ("findings[].", said["findings"][0])):
        for name in value:
            assert f"`{path}{name}" in page, f"{path}{name}"


ELSEWHERE = {
    "drift": "docs/drift.md; it needs an engine",
    "drift-legacy": "the same",
    "git": "what a collector saves of a repository",
    "snapshot": "docs/ledger.md; YAML",
    "sync-plan": "is read by the same version that wrote it",
    "sync-state": "the same",
}
"""Formats that are no document for other programs, or are told elsewhere."""


def test_every_format_is_told() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (DOCS.parent / "debtaudit").rglob("*.py"))
    formats = set(re.findall(r'(?:"format": |FORMAT\b.* = )"debtaudit-([a-z-]+)"', sources))
    assert len(formats) > 20
    assert formats - ELSEWHERE.keys() == set(re.findall(r"^## `debtaudit-([a-z-]+)`", text("json.md"), re.MULTILINE))


def test_keys_that_are_names_stand_for_all_names() -> None:
    rows = {path: rest for path, *rest in making("json_formats")._rows(
        {"by": {"a-b": {"n": 1}, "c-d": {"n": None}}, "many": [{"x": []}, {"x": ["w"]}], "rest": None}
    )}  # fmt: skip
    assert rows == {
        "`by.<name>.n`": ["number or null", "`1`"],
        "`many[].x`": ["list of text", '`"w"`'],
        "`rest`": ["null", ""],
    }


def test_the_worked_example_is_what_the_model_says_today() -> None:
    page = text("model.md")
    assert "| Prior: rate × severity × volatility | 0.3 × 0.8 × 1.6 = 0.384 | 0.1 × 0.3 × 0.6 = 0.018 |" in page
    assert "| **Loss of an event** | **€17,160** | **€1,000** |" in page
    assert "| **Returns** | **5.47** times its cost | **0.30** times its cost |" in page
    assert "| **Band, lane** | **high, now** | **negligible, later** |" in page
    assert f"\n{len(fields(Policy))} settings are listed" in page


def test_pictures_are_small_and_fetch_nothing() -> None:
    pictures = sorted((DOCS / "pictures").iterdir())
    assert [path.name for path in pictures] == ["board.png", "terminal.svg"]
    assert all(path.stat().st_size < 150_000 for path in pictures)
    assert pictures[0].read_bytes().startswith(b"\x89PNG")
    assert set(re.findall(r"https?://[^\"' )]+", text("pictures/terminal.svg"))) == {"http://www.w3.org/2000/svg"}


def test_the_picture_of_the_terminal_shows_the_first_findings() -> None:
    drawn = text("pictures/terminal.svg").replace("&#160;", " ")
    assert "unmonitored-concept-drift@order-intent" in drawn
    assert "silent-quality-decay@tone" in drawn
