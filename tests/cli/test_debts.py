from __future__ import annotations

import json
from pathlib import Path

import pytest

from debtaudit.detectors._catalogue import catalogue
from debtaudit.domain.settings import Settings
from tests.cli.conftest import run, run_alone
from tests.detectors.test_trial import OWN

SLUGS = [debt.slug for debt in catalogue(Settings()).debts]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_every_debt_is_listed_by_category_and_by_dimension() -> None:
    said = run("debts")
    assert said.code == 0
    listed, _, by_dimension = said.out.partition("By dimension")
    for slug in SLUGS:
        assert f"  {slug} " in listed
        assert slug in by_dimension
    for dimension in ("Data", "Model", "Configuration", "Evaluation", "Outside the four"):
        assert f"  {dimension} (" in by_dimension


def test_the_list_as_json_holds_every_debt_with_all_that_is_declared() -> None:
    tree = json.loads(run("debts", "--format", "json").out)
    assert (tree["format"], tree["version"]) == ("debtaudit-debts", 1)
    assert [each["debt"] for each in tree["debts"]] == SLUGS
    for each in tree["debts"]:
        assert each["facts"]
        assert each["sections"]["Fix"]


def test_one_debt_is_told_as_a_page() -> None:
    out = run("debts", "undeclared-consumer").out
    for title in ("Why it is debt", "How it is told", "Limits", "Economics (defaults, to calibrate)", "Fix", "Example"):
        assert f"\n{title}\n" in out
    assert "days; catches jobs that run once a month" in out
    assert "q-consumers" in out
    assert "One gap, 'unknown readers'" in out


def test_one_debt_as_json() -> None:
    (debt,) = json.loads(run("debts", "undeclared-consumer", "--format", "json").out)["debts"]
    assert debt["limits"][0] == {
        "name": "window", "value": 30, "default": 30, "counts": "days", "reason": "catches jobs that run once a month",
    }  # fmt: skip
    assert debt["economics"]["effort"] == {"low": 3, "likely": 6, "high": 15}
    assert debt["overlap"]["members"][0] == "undeclared-consumer"


def test_one_debt_as_markdown() -> None:
    out = run("debts", "undeclared-consumer", "--format", "md").out
    assert out.startswith("# Undeclared consumer\n")
    assert "| `window` | 30 | days | catches jobs that run once a month |" in out


def test_what_is_set_is_shown_with_its_default() -> None:
    Path("debtaudit.yaml").write_text(
        "limits: {undeclared-consumer: {window: 60}}\neconomics: {undeclared-consumer: {growth: 10%}}\n"
    )
    out = run("debts", "undeclared-consumer").out
    assert "60  days; catches jobs that run once a month (set here; default 30)" in out
    assert "(set here; default 0.07)" in out
    (debt,) = json.loads(run("debts", "undeclared-consumer", "--format", "json").out)["debts"]
    assert (debt["limits"][0]["value"], debt["limits"][0]["default"]) == (60, 30)


def test_a_name_that_is_no_debt_gets_a_hint() -> None:
    said = run("debts", "undeclared-consumers")
    assert said.code == 2
    assert "did you mean 'undeclared-consumer'?" in said.err


def test_wrong_settings_are_all_told_before_anything_else() -> None:
    Path("mine.yaml").write_text("polcy: {}\nlimits: {static-test-sets: {}}\n")
    said = run("debts", "--config", "mine.yaml")
    assert (said.code, said.out) == (3, "")
    assert "mine.yaml:1:1 error: unknown key 'polcy'; did you mean 'policy'?" in said.err
    assert (
        "mine.yaml:2:10 error: unknown setting 'limits.static-test-sets'; did you mean 'static-test-set'?" in said.err
    )


def test_a_settings_file_that_is_not_there_is_wrong_use() -> None:
    assert run("debts", "--config", "nowhere.yaml").code == 2


def test_the_users_own_debt_is_listed_and_has_a_page() -> None:
    Path("ours").mkdir()
    Path("ours/unnamed_model.py").write_text(OWN)
    Path("debtaudit.yaml").write_text("debts: {folder: ours}\n")
    assert "  unnamed-model " in run("debts").out
    assert "None: nothing to set." in run("debts", "unnamed-model").out


def test_a_broken_debt_of_the_users_is_told_and_the_exit_code_says_so() -> None:
    Path("ours").mkdir()
    Path("ours/broken.py").write_text("1 / 0\n")
    Path("debtaudit.yaml").write_text("debts: {folder: ours}\n")
    said = run("debts")
    assert said.code == 4
    assert "not run: broken: ZeroDivisionError: division by zero (broken.py:1)" in said.err


def test_a_trial_tells_which_debts_fail_and_why() -> None:
    Path("unnamed_model.py").write_text(OWN)
    Path("other_model.py").write_text(OWN.replace("[{id: m1, name: none}]", "[{id: m1, name: Intents}]"))
    Path("broken.py").write_text("1 / 0\n")
    Path("static_test_set.py").write_text(OWN)
    said = run("debts", "--test", ".")
    assert said.code == 1
    assert said.out.splitlines() == [
        "FAILED broken",
        "       ZeroDivisionError: division by zero (broken.py:1)",
        "FAILED other-model",
        "       Example must fire once, it fires 0 times",
        "FAILED static-test-set",
        "       a debt of this name is built in; give the file another name",
        "ok     unnamed-model",
    ]


def test_a_trial_that_all_pass_is_fine() -> None:
    Path("unnamed_model.py").write_text(OWN)
    assert run("debts", "--test", ".").code == 0
    tree = json.loads(run("debts", "--test", ".", "--format", "json").out)
    assert tree["debts"] == [{"debt": "unnamed-model", "passed": True, "failures": []}]


@pytest.mark.parametrize("folder", ["nowhere", "."])
def test_a_trial_needs_a_folder_with_debts(folder: str) -> None:
    said = run("debts", "--test", folder)
    assert said.code == 2
    assert said.err.startswith("debtaudit: there is no ")


def test_the_list_goes_into_a_pipe_without_colour_and_in_the_same_bytes(tmp_path: Path) -> None:
    first, second = (run_alone("debts", cwd=tmp_path, FORCE_COLOR="") for _ in range(2))
    assert first == second
    assert "\x1b" not in first.out
