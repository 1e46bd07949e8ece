from __future__ import annotations

import json
from pathlib import Path

import pytest

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


def with_a_broken_file(shop: Path) -> Path:
    """Break the file of the teams; three places in others name what it would have described."""
    (shop / "all.yaml").write_text(SHOP.replace("teams: [{id: chat}, {id: trust}]\n", ""))
    (shop / "teams.yaml").write_text("teams: [{id: chat}, {id: trust}\n")
    (shop / "history.yaml").write_text("history: [{asset: chat, fact: name, was: Chat, until: 2026-01-01}]\n")
    return shop


def test_where_a_file_cannot_be_read_the_last_lines_say_so_once_more(shop: Path) -> None:
    said = run("check", with_a_broken_file(shop), "--as-of", DAY)
    assert said.code == 3
    lines = said.out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["all.yaml", "all.yaml", "history.yaml", "teams.yaml"]
    assert said.err.splitlines()[1:] == [
        "mend this first; 1 error and 2 warnings may only follow from it:",
        next(line for line in lines if line.startswith("teams.yaml")),
    ]


def test_a_refused_audit_tells_the_cause_and_not_what_only_follows(shop: Path) -> None:
    said = run("backlog", with_a_broken_file(shop), "--as-of", DAY)
    assert said.code == 3
    first, last = said.err.splitlines()
    assert first.startswith("teams.yaml:2:1 error: not valid YAML")
    assert last == (
        f"debtaudit: 2 errors in {shop}: nothing was audited; mend the first, from which 1 more may only follow, then:"
        f" debtaudit check {shop} --as-of {DAY}"
    )


@pytest.mark.parametrize("words", [
    "backlog", "report --md", "gate", "plan --days 5", "kpis", "graph", "explain 1", "export --to csv --out new",
    "snapshot --out new.yaml",
])  # fmt: skip
def test_what_is_pasted_checks_with_the_same_day_and_settings(
    words: str, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop)
    (shop / "all.yaml").write_text(SHOP.replace("owner: trust", "owner: nobody"))
    (shop / "ours.yml.txt").write_text("policy: {day_cost: 700}\n")
    command, *more = words.split()
    said = run(command, *more, "--as-of", DAY, "--config", "ours.yml.txt")
    hint = f"debtaudit check --as-of {DAY} --config ours.yml.txt"
    assert f"1 warning, listed by: {hint}\n" in said.err
    told = run(*hint.split()[1:])
    assert "0 errors and 1 warning" in told.err
    (shop / "all.yaml").write_text("models: [{}]\n")
    assert said.err != (said := run(command, *more, "--as-of", DAY, "--config", "ours.yml.txt")).err
    assert said.code == 3 and said.err.endswith(f"nothing was audited; mend it, then: {hint}\n")


def test_without_a_day_the_hint_names_none(shop: Path) -> None:
    (shop / "all.yaml").write_text(SHOP.replace("owner: trust", "owner: nobody"))
    assert f"1 warning, listed by: debtaudit check {shop}\n" in run("backlog", shop).err


def test_a_folder_with_a_blank_can_be_pasted(shop: Path) -> None:
    spaced = shop.rename(shop.parent / "our shop")
    (spaced / "all.yaml").write_text(SHOP.replace("owner: trust", "owner: nobody"))
    assert f"debtaudit check '{spaced}' --as-of {DAY}\n" in run("backlog", spaced, "--as-of", DAY).err
