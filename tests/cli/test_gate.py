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
    assert (again.code, again.out) == (0, "Nothing is new or has grown since the baseline.\n")


def test_new_debt_shuts_the_gate_and_says_why_in_ten_lines(shop: Path) -> None:
    worse(shop)
    said = gate()
    assert said.code == 1
    lines = said.out.splitlines()
    assert len(lines) <= 10
    [line] = [each for each in lines if FINDING in each]
    assert "new: its asset is new in the inventory" in line
    assert line.endswith("(shop/all.yaml:12)")
    assert re.fullmatch(rf"Why: debtaudit explain \S+@intent shop --as-of {DAY}", lines[-2])
    assert lines[-1].endswith(f"debtaudit gate shop --as-of {DAY} --update-baseline")


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


def test_what_came_below_the_limit_is_told_with_the_limit_that_counts_it(shop: Path) -> None:
    worse(shop)
    said = run("gate", "shop", "--as-of", DAY, "--fail-on", "interest>999999")
    first, second = said.out.splitlines()
    assert first == "Nothing that is new or has grown since the baseline reaches the limit 'interest>999999'."
    found = re.fullmatch(
        r"(\d+) findings below it are new or have grown, €[\d.]+k? a quarter: --fail-on (\w+) counts them\.", second
    )
    assert found
    counted = json.loads(run("gate", "shop", "--as-of", DAY, "--fail-on", found[2], "--format", "json").out)
    assert len(counted["failures"]) == int(found[1])


def test_without_a_baseline_the_command_that_makes_one_is_told(shop: Path) -> None:
    (shop / "all.yaml").write_text(SHOP)
    said = gate()
    assert said.code == 1
    assert re.search(r"^\d+ findings reach the limit 'low', and there is no baseline yet\.$", said.out, re.MULTILINE)
    assert f"This writes the baseline: debtaudit gate shop --as-of {DAY} --update-baseline\n" in said.out


def test_what_time_alone_may_have_done_is_told_apart_from_what_the_change_did(shop: Path) -> None:
    aging = SHOP.replace("    family: tree\n", "    family: tree\n    trained_at: 2026-09-01\n")
    (shop / "all.yaml").write_text(aging)
    assert gate("--update-baseline").code == 0
    later = ("gate", "shop", "--as-of", "2027-09-30", "--fail-on", "low")
    said = run(*later).out
    assert "stale-model@intent" in said
    assert (
        "The baseline is of 2026-09-30, 365 days before: this one may have come by time alone;"
        " compare on one day with --as-of 2026-09-30\n"
    ) in said
    (shop / "more.yaml").write_text(
        "models: [{id: spam, owner: trust, status: production, monitoring: {quality: none}}]\n"
    )
    found = re.search(r"365 days before: (\d+) of these (\d+) may have come by time alone", run(*later).out)
    assert found
    assert 0 < int(found[1]) < int(found[2])
    assert "The baseline is of" not in gate().out


@pytest.mark.parametrize("say_again", ["", "--update-baseline"])
def test_a_baseline_that_was_edited_by_hand_is_written_anew_and_nothing_else_mends_it(
    say_again: str, shop: Path
) -> None:
    gate("--update-baseline")
    path = shop / "ledger" / "baseline.yaml"
    path.write_text(path.read_text().replace("currency: EUR", "currency: USD"))
    said = gate(*filter(None, [say_again]))
    assert "debtaudit snapshot" not in said.err
    if say_again:
        assert said.code == 0
        assert gate().code == 0
    else:
        assert said.code == 3
        assert f"write it anew: debtaudit gate shop --as-of {DAY} --update-baseline\n" in said.err


def test_a_new_baseline_names_what_it_takes_in_and_what_it_leaves_out(shop: Path) -> None:
    worse(shop)
    words = ("--until", "2026-12-01", "--by", "ana", "--approver", "max", "--reason", "May", "--as-of", DAY)
    assert run("accept", "unmonitored-data-drift@intent", "shop", *words).code == 0
    said = gate("--update-baseline")
    assert re.search(
        rf"^  \+ {FINDING}  €\S+ a quarter, new: its asset is new in the inventory$", said.err, re.MULTILINE
    )
    assert "unmonitored-data-drift@intent" not in said.err
    assert " a quarter open, without 1 accepted, after " in said.err
    assert "| Open debt, without 1 accepted | Findings |" in gate("--format", "md").out


def test_the_comment_and_the_test_report_say_what_was_seen_where_and_at_what_price(shop: Path) -> None:
    worse(shop)
    [row] = [each for each in gate("--format", "md").out.splitlines() if FINDING.replace("@", "@&#8203;") in each]
    price = re.search("€[0-9.]+k?", row)
    assert price
    assert row.endswith("| shop/all.yaml:12 |")
    seen = row.split(" | ")[-2]
    assert len(seen.split()) > 3
    failures = ET.fromstring(gate("--format", "junit").out).iter("failure")
    [told] = [each for each in (str(each.get("message")) for each in failures) if "oncept drift on intent" in each]
    assert told.endswith(f"{seen}; {price[0]} a quarter (shop/all.yaml:12)")


def test_the_comment_counts_what_grew_though_no_finding_was_added(shop: Path) -> None:
    (shop / "all.yaml").write_text(SHOP)
    gate("--update-baseline")
    (shop / "all.yaml").write_text(SHOP.replace("revenue_per_day: 40000", "revenue_per_day: 90000"))
    assert re.search(r"^\| grown \(one finding\) \| 0 \| \+[\d,]+ \|$", gate("--format", "md").out, re.MULTILINE)


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
