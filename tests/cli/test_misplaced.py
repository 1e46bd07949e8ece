"""Settings that lie where nobody reads them are told of, with the place where they should lie."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import DAY, SHOP, run

SETTINGS = "policy: {day_cost: 500}\nlimits: {}\naliases: {intent: [mlflow:intent]}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which we stand; the inventory lies below it, in `inv`."""
    (tmp_path / "inv" / "sub").mkdir(parents=True)
    (tmp_path / "inv" / "all.yaml").write_text(SHOP)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("at", "root", "said"),
    [
        ("inv/sub/debtaudit.yaml", "inv",
         ("sub/debtaudit.yaml:1:1 error: settings are read in the folder of the inventory alone, and these lie in"
         " 'inv/sub'; move it to 'inv/debtaudit.yaml', or audit 'inv/sub' by itself")),
        ("inv/sub/debtaudit.yaml", ".",
         ("inv/sub/debtaudit.yaml:1:1 error: settings are read in the folder of the inventory alone, and these lie in"
         " 'inv/sub'; move it to 'debtaudit.yaml', or audit 'inv/sub' by itself")),
        ("inv/debtaudit.yml", "inv",
         ("debtaudit.yml:1:1 error: settings are read from debtaudit.yaml alone, and this file has another name;"
         " rename it to 'inv/debtaudit.yaml'")),
        ("inv/debtaudit.yaml", "inv/debtaudit.yaml",
         ("debtaudit.yaml:1:1 error: this is a settings file, and no inventory; name the folder of the inventory:"
         " 'inv'")),
    ],
)  # fmt: skip
def test_settings_in_another_place_are_told_once_with_the_right_one(at: str, root: str, said: str, here: Path) -> None:
    (here / at).write_text(SETTINGS)
    told = run("check", root, "--as-of", DAY)
    assert (told.code, told.out.splitlines()) == (3, [said])
    assert said in run("backlog", root, "--as-of", DAY).err
    (problem,) = json.loads(run("check", root, "--format", "json").out)["problems"]
    assert problem["code"] == "misplaced-settings"


def test_settings_that_are_moved_as_was_said_are_read(here: Path) -> None:
    (here / "inv" / "debtaudit.yaml").write_text(SETTINGS)
    said = run("backlog", "inv", "--format", "csv", "--as-of", DAY)
    (here / "inv" / "debtaudit.yaml").rename(here / "debtaudit.yaml")
    other = run("backlog", "inv", "--format", "csv", "--as-of", DAY)
    assert "note:" not in said.err and said.out != other.out


def test_with_settings_in_both_places_those_below_are_to_be_joined_with_the_others(here: Path) -> None:
    (here / "inv" / "debtaudit.yaml").write_text(SETTINGS)
    (here / "inv" / "sub" / "debtaudit.yaml").write_text(SETTINGS)
    assert "move what it says into 'inv/debtaudit.yaml'" in run("check", "inv").out


def test_other_problems_of_other_files_stay_in_order(here: Path) -> None:
    (here / "inv" / "sub" / "debtaudit.yaml").write_text(SETTINGS)
    (here / "inv" / "a.yaml").write_text("policy: {}\n")
    (here / "inv" / "z.yaml").write_text("limits: {}\n")
    lines = run("check", "inv").out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["a.yaml", "sub/debtaudit.yaml", "z.yaml"]
    assert "unknown key 'policy'" in lines[0]


def test_of_several_inventories_each_is_named_as_it_was_given(here: Path) -> None:
    (here / "other" / "sub").mkdir(parents=True)
    (here / "other" / "more.yaml").write_text("teams: [{id: more}]\n")
    (here / "other" / "sub" / "debtaudit.yaml").write_text(SETTINGS)
    said = run("check", "inv", "other").out
    assert said.startswith("other/sub/debtaudit.yaml:1:1 error: ")
    assert "these lie in 'other/sub'; move it to 'inv/debtaudit.yaml'" in said


@pytest.mark.parametrize(("root", "above"), [("inv", "debtaudit.yaml"), (".", "../debtaudit.yaml")])
def test_settings_above_the_inventory_are_told_of_and_can_be_taken(
    root: str, above: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "debtaudit.yaml").write_text(SETTINGS)
    monkeypatch.chdir(here / "inv" if root == "." else here)
    said = run("backlog", root, "--as-of", DAY)
    note = f"note: '{above}' is not read, since it lies above the inventory; to take it: --config {above}\n"
    assert said.code == 0 and said.err.count(note) == 1
    assert "note:" not in run("backlog", root, "--as-of", DAY, "--config", above).err
    (here / "inv" / "debtaudit.yaml").write_text("")
    assert "note:" not in run("backlog", root, "--as-of", DAY).err
