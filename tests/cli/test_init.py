from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import jsonschema
import yaml

from tests.cli.conftest import SAMPLE, run, run_alone


def test_the_starter_is_an_inventory_worth_auditing(tmp_path: Path) -> None:
    said = run("init", tmp_path / "ours")
    assert (said.code, said.out) == (0, f"debtaudit backlog {tmp_path / 'ours'}\n")
    check = run("check", tmp_path / "ours", "--as-of", "2026-09-30")
    assert (check.code, check.out) == (0, "")
    found = json.loads(run("backlog", tmp_path / "ours", "--as-of", "2026-09-30", "--format", "json").out)["findings"]
    assert "unmonitored-concept-drift@intent" in {each["id"] for each in found}


def test_editors_find_the_schema_beside_the_starter(tmp_path: Path) -> None:
    run("init", tmp_path)
    first, _, _ = (tmp_path / "inventory.yaml").read_text().partition("\n")
    assert first == "# yaml-language-server: $schema=.schema.json"
    schema = json.loads((tmp_path / ".schema.json").read_text())
    starter = yaml.safe_load((tmp_path / "inventory.yaml").read_text())
    jsonschema.validate(json.loads(json.dumps(starter, default=str)), schema)


def test_the_example_is_the_sample_company(tmp_path: Path) -> None:
    run("init", tmp_path / "sample", "--example")
    copied = {path.relative_to(tmp_path / "sample") for path in (tmp_path / "sample").rglob("*") if path.is_file()}
    assert copied == {path.relative_to(SAMPLE) for path in SAMPLE.rglob("*") if path.is_file()}


def test_every_file_and_folder_that_the_example_lists_is_there() -> None:
    listed = re.findall(
        r"`([^`]+)`", "".join(re.findall(r"^\|(.*?)\|", (SAMPLE / "README.md").read_text(), re.MULTILINE))
    )
    assert {"organisation.yaml", "ledger/", "telemetry/"} <= set(listed)
    assert [each for each in listed if not (SAMPLE / each).exists()] == []
    assert {each.name for each in SAMPLE.iterdir()} - {each.rstrip("/") for each in listed} == {"README.md"}
    assert "sample_inventory" not in (SAMPLE / "README.md").read_text(), "it is written to folders of any name"


def test_without_a_folder_it_is_the_current_one(tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text("pass\n")
    said = run_alone("init", cwd=tmp_path)
    assert (said.code, said.out) == (0, "debtaudit backlog\n")
    assert {path.name for path in tmp_path.iterdir()} == {"code.py", "inventory.yaml", ".schema.json"}


def test_the_next_command_can_be_pasted_into_a_shell(tmp_path: Path) -> None:
    said = run("init", tmp_path / "our inventory", "--example")
    assert shlex.split(said.out) == ["debtaudit", "backlog", str(tmp_path / "our inventory"), "--as-of", "2026-09-30"]


def test_yaml_that_would_be_read_as_inventory_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy" / "compose.yml").write_text("services: {}\n")
    said = run("init", tmp_path)
    assert said.code == 2
    assert "deploy/compose.yml' is there already, and would be read as part of the inventory" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["deploy"]


def test_hidden_folders_and_settings_are_not_in_the_way(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github" / "ci.yaml").write_text("on: push\n")
    (tmp_path / "debtaudit.yaml").write_text("policy: {day_cost: 900}\n")
    assert run("init", tmp_path).code == 0


def test_a_file_is_no_folder_for_an_inventory(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    said = run("init", tmp_path / "taken")
    assert (said.code, (tmp_path / "taken").read_text()) == (2, "x")
    assert "is a file" in said.err


def test_what_exists_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "inventory.yaml").write_text("models: []\n")
    said = run("init", tmp_path)
    assert said.code == 2
    assert "is there already" in said.err
    assert (tmp_path / "inventory.yaml").read_text() == "models: []\n"
