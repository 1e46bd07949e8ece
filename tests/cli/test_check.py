from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import DAY, SAMPLE, SHOP, run


def broken(shop: Path) -> Path:
    (shop / "all.yaml").write_text(SHOP.replace("volatility", "volatilty").replace("criticality: 5", "criticality: 9"))
    (shop / "more.yaml").write_text("models: [{id: intent}]\nteams: [{id: chat}]\n")
    return shop


def test_every_problem_is_told_at_once_in_order_of_place(shop: Path) -> None:
    said = run("check", broken(shop), "--as-of", DAY)
    assert said.code == 3
    lines = said.out.splitlines()
    assert lines == sorted(lines, key=lambda line: (line.split(":")[0], int(line.split(":")[1])))
    assert any("did you mean 'volatility'" in line for line in lines)
    assert any(line.startswith("all.yaml:4:") and "criticality" in line for line in lines)


def test_warnings_alone_are_fine() -> None:
    said = run("check", SAMPLE, "--as-of", DAY)
    assert said.code == 0
    assert "0 errors and" in said.err
    assert " warning: " in said.out


def test_one_of_a_kind_is_told_in_the_singular(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("models: [{id: a, statos: production}]\n")
    assert "1 asset in 1 file: 1 error and 0 warnings" in run("check", tmp_path, "--as-of", DAY).err


def test_a_debt_that_cannot_run_leaves_the_check_incomplete(shop: Path) -> None:
    (shop / "ours").mkdir()
    (shop / "ours" / "broken.py").write_text("raise RuntimeError('half a debt')\n")
    (shop / "debtaudit.yaml").write_text("debts: {folder: ours}\n")
    said = run("check", shop, "--as-of", DAY)
    assert (said.code, said.out) == (4, "")
    assert "not run: broken: RuntimeError: half a debt" in said.err


def test_a_clean_inventory_says_nothing_on_stdout(shop: Path) -> None:
    said = run("check", shop, "--as-of", DAY)
    assert (said.code, said.out) == (0, "")
    assert "no problems" in said.err


def test_json_names_every_part_of_a_problem(shop: Path) -> None:
    tree = json.loads(run("check", broken(shop), "--format", "json").out)
    assert (tree["format"], tree["version"]) == ("debtaudit-problems", 1)
    first = tree["problems"][0]
    assert set(first) == {"file", "line", "column", "level", "code", "message", "hint"}
    assert (first["file"], first["level"]) == ("all.yaml", "error")


def test_github_annotations_point_at_the_file_from_where_it_runs(shop: Path) -> None:
    out = run("check", broken(shop), "--format", "github").out
    assert f"::error file={shop.as_posix()}/all.yaml,line=4,col=" in out
    assert "%0A" not in out


def test_sarif_is_what_code_scanning_reads(shop: Path) -> None:
    tree = json.loads(run("check", broken(shop), "--format", "sarif").out)
    (one,) = tree["runs"]
    rules = {rule["id"] for rule in one["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in one["results"]} == rules
    region = one["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region["startLine"] == 4


def test_settings_are_checked_too(shop: Path) -> None:
    (shop / "debtaudit.yaml").write_text("policy: {hop: 3}\nlimits: {static-test-sets: {max_age: 1}}\n")
    said = run("check", shop, "--as-of", DAY)
    assert said.code == 3
    assert "debtaudit.yaml:1:15 error: 'policy.hop'" in said.out


def test_a_decision_about_nothing_is_told(shop: Path) -> None:
    (shop / "decisions.yaml").write_text("decisions: [{finding: static-test-set@gone, state: planned}]\n")
    assert "orphaned" in run("check", shop, "--as-of", DAY, "--format", "json").out
