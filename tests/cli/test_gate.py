"""The gate as CI runs it: exit codes, and reports in the forms that CI reads."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.conftest import DAY, SHOP, Said, run

CLEAN = SHOP[: SHOP.index("models:")].replace(", calls: [intent]", "")  # before the model came
FINDING = "unmonitored-concept-drift@intent"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = Path("shop")
    folder.mkdir()
    (folder / "all.yaml").write_text(CLEAN)
    return folder


def gate(*more: str) -> Said:
    return run("gate", "shop", "--as-of", DAY, "--fail-on", "low", *more)


def worse(shop: Path) -> None:
    assert gate("--update-baseline").code == 0
    (shop / "all.yaml").write_text(SHOP)


def test_a_baseline_is_written_and_then_nothing_stops(shop: Path) -> None:
    said = gate("--update-baseline")
    assert (said.code, said.out) == (0, "shop/ledger/baseline.yaml\n")
    assert "review the change of this file" in said.err
    again = gate()
    assert (again.code, again.out) == (0, "Nothing came or grew to low since the baseline.\n")


def test_new_debt_shuts_the_gate_and_says_why_in_ten_lines(shop: Path) -> None:
    worse(shop)
    said = gate()
    assert said.code == 1
    lines = said.out.splitlines()
    assert len(lines) <= 10
    [line] = [each for each in lines if FINDING in each]
    assert "new: its asset is new in the inventory" in line
    assert line.endswith("(shop/all.yaml:12)")
    assert "debtaudit explain" in lines[-2]


def test_taking_it_into_the_baseline_opens_the_gate_and_says_what_was_taken(shop: Path) -> None:
    worse(shop)
    said = gate("--update-baseline")
    assert said.code == 0
    assert re.search(r"the baseline now holds \w+ findings, €[\d.]+k a quarter, after €0", said.err)
    assert gate().code == 0


def test_only_the_limit_that_was_named_stops(shop: Path) -> None:
    worse(shop)
    assert run("gate", "shop", "--as-of", DAY, "--fail-on", "interest>999999").code == 0


def test_a_baseline_that_is_named_and_not_there_is_wrong_use(shop: Path) -> None:
    said = gate("--baseline", "nowhere.yaml")
    assert (said.code, said.out) == (2, "")
    assert "--update-baseline writes it" in said.err


def test_a_damaged_baseline_is_told_with_its_line(shop: Path) -> None:
    gate("--update-baseline")
    path = shop / "ledger" / "baseline.yaml"
    path.write_text(path.read_text().replace("format: debtaudit-snapshot", "format: something"))
    said = gate()
    assert said.code == 3
    assert "baseline.yaml:" in said.err


def test_a_limit_that_is_none_is_told_with_those_there_are(shop: Path) -> None:
    said = run("gate", "shop", "--fail-on", "soon")
    assert said.code == 2
    assert "'soon' is no lane (now, next, later, find_out), band (" in said.err


def test_json_says_the_same(shop: Path) -> None:
    worse(shop)
    tree = json.loads(gate("--format", "json").out)
    assert (tree["format"], tree["version"], tree["passed"], tree["fail_on"]) == ("debtaudit-gate", 1, False, "low")
    [failure] = [each for each in tree["failures"] if each["id"] == FINDING]
    assert (failure["file"], failure["line"], failure["interest_before"]) == ("shop/all.yaml", 12, None)
    assert tree["change"]["new"]["findings"] >= 1


def test_annotations_name_file_and_line(shop: Path) -> None:
    worse(shop)
    assert "::error file=shop/all.yaml,line=12,col=" in gate("--format", "github").out


def test_junit_has_a_test_for_each_finding(shop: Path) -> None:
    worse(shop)
    tree = ET.fromstring(gate("--format", "junit").out)
    cases = {f"{each.get('name')}@{each.get('classname')}": each.find("failure") for each in tree.iter("testcase")}
    assert cases[FINDING] is not None
    assert int(tree.get("failures", "0")) == sum(each is not None for each in cases.values())
    assert int(tree.get("tests", "0")) == len(cases)


def test_code_quality_has_what_gitlab_needs(shop: Path) -> None:
    worse(shop)
    for each in json.loads(gate("--format", "codequality").out):
        assert {"description", "check_name", "fingerprint", "severity", "location"} <= each.keys()
        assert each["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert each["location"]["lines"]["begin"] >= 1


def test_the_comment_of_a_pull_request_tells_verdict_and_totals(shop: Path) -> None:
    worse(shop)
    comment = gate("--format", "md").out
    assert comment.startswith("### Stopped: technical debt\n")
    assert "| baseline |" in comment
    assert "| now |" in comment
    (shop / "all.yaml").write_text(CLEAN)
    assert gate("--format", "md").out.startswith("### Passed: technical debt\n")


@pytest.mark.slow
def test_the_official_validator_finds_nothing_wrong_with_the_sarif(shop: Path, tmp_path: Path) -> None:
    if not shutil.which("npm"):
        assert os.environ.get("CI") != "true", "npm is missing"
        pytest.skip("npm is not installed")
    home = tmp_path / "npm"
    home.mkdir()
    install = [
        "npm",
        "install",
        "--silent",
        "--no-fund",
        "--no-audit",
        "--prefix",
        str(home),
        "@microsoft/sarif-multitool",
    ]
    subprocess.run(install, check=True, timeout=300)
    binary = home / "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
    binary.chmod(0o755)
    worse(shop)
    Path("gate.sarif").write_text(gate("--format", "sarif").out)
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    said = subprocess.run(
        [str(binary), "validate", "gate.sarif", "--level", "Error"],
        capture_output=True, text=True, env=environment, timeout=120, check=False,
    ).stdout  # fmt: skip
    assert "Analysis completed successfully" in said
    assert " error " not in said
