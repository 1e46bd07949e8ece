"""Several inventories audited as one organisation: named in the command, or under `members:` of the first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import DAY, Said, run

SEARCH = """\
organisation: {name: Two, currency: EUR}
teams: [{id: core, members: 4}]
systems: [{id: shop, owner: core, revenue_per_day: 20000, customer_facing: yes}]
models:
  - {id: ranker, owner: core, status: production, system: shop, reads: [clicks], volatility: high,
     monitoring: {quality: none}}
incidents: [{id: INC-1, assets: [clicks, ranker], detected_at: 2026-08-01, severity: 3}]
"""
DATA = """\
organisation: {name: Two, engineer_day_cost: 800}
teams: [{id: core, on_call: yes}, {id: data}]
datasets: [{id: clicks, owner: data, origin: external, versioned: no, label_process: ad_hoc}]
decisions: [{finding: unmonitored-concept-drift@ranker, state: planned}]
"""
DRIFT = "unmonitored-concept-drift@ranker"
LABELS = "label-quality-gap@clicks"


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the inventories of two teams, in which one stands."""
    for name, text in {"search": SEARCH, "data": DATA}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "all.yaml").write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(params=["named", "members"])
def roots(request: pytest.FixtureRequest, both: Path) -> list[str]:
    """The words that name both inventories on a command line."""
    if request.param == "named":
        return ["search", "data"]
    (both / "search" / "debtaudit.yaml").write_text("members: [../data]\n")
    return ["search"]


def findings(*roots: str) -> dict[str, Any]:
    said = run("backlog", *roots, "--as-of", DAY, "--format", "json")
    return {each["id"]: each for each in json.loads(said.out)["findings"]}


def checked(*roots: str) -> Said:
    return run("check", *roots, "--as-of", DAY)


def test_findings_decisions_and_incidents_meet_by_id(roots: list[str]) -> None:
    found = findings(*roots)
    assert (found[DRIFT]["owner"], found[DRIFT]["state"]) == ("core", "planned")
    assert (found[LABELS]["owner"], found[LABELS]["incidents"]) == ("data", ["INC-1"])
    assert found[LABELS]["evidence"][0]["file"] == "data/all.yaml"
    assert DRIFT not in findings("data")


def test_a_fault_is_followed_from_one_inventory_into_the_other(roots: list[str]) -> None:
    said = run("impact", "clicks", *roots, "--as-of", DAY, "--format", "json")
    assert [each["id"] for each in json.loads(said.out)["reached"]] == ["ranker", "shop"]
    alone = json.loads(run("impact", "clicks", "data", "--as-of", DAY, "--format", "json").out)
    assert alone["reached"] == []


def test_each_team_has_its_page_whoever_describes_it(roots: list[str], both: Path) -> None:
    assert run("report", *roots, "--as-of", DAY, "--out", "site").code == 0
    pages = {path.stem: path.read_text() for path in (both / "site" / "team").glob("*.html")}
    assert {"core", "data"} <= pages.keys()
    assert f"item/{DRIFT}.html" in pages["core"] and f"item/{DRIFT}.html" not in pages["data"]
    assert f"item/{LABELS}.html" in pages["data"]
    assert "data; on shop" in pages["core"]  # what another team owns, and what hurts a system of this one
    teams = (both / "site" / "teams.html").read_text()
    assert "team/core.html" in teams and "team/data.html" in teams


def test_a_clash_is_told_with_both_places(roots: list[str], both: Path) -> None:
    (both / "data" / "more.yaml").write_text("models: [{id: ranker}]\n")
    said = checked(*roots)
    assert said.code == 3
    assert "data/more.yaml:1:11 error: id 'ranker' is described here a second time; it stands first at " in said.out
    assert "search/all.yaml:5:6" in said.out


def test_what_two_say_differently_of_a_team_is_told_with_both_places(roots: list[str], both: Path) -> None:
    (both / "data" / "all.yaml").write_text(DATA.replace("on_call: yes", "members: 5"))
    said = checked(*roots)
    assert said.code == 0
    assert "data/all.yaml:2:20 warning: team core: 'members' is 5" in said.out
    assert "kept: 4, from search/all.yaml:2:20" in said.out


@pytest.mark.parametrize(
    ("id_", "told"),
    [
        (
            "rankr",
            "debtaudit.yaml:2:3 warning: 'rankr', which aliases lead to, is not described; did you mean 'ranker'",
        ),
        ("basket", "'basket', which aliases lead to, is not described; describe it, or take the alias away"),
        ("ranker", ""),
        ("old-ranker", ""),
        ("clicks", ""),
        ("core", ""),
    ],
)
def test_an_alias_of_what_nobody_describes_is_a_warning(id_: str, told: str, both: Path) -> None:
    (both / "search" / "all.yaml").write_text(SEARCH.replace("{id: ranker,", "{id: ranker, formerly: [old-ranker],"))
    (both / "search" / "debtaudit.yaml").write_text(f"aliases:\n  {id_}: [mlflow:x]\nmembers: [../data]\n")
    said = checked("search")
    assert said.code == 0
    assert told in said.out and ("aliases lead to" in said.out) == bool(told)


def test_of_several_inventories_questions_are_asked_about_the_first(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "all.yaml").write_text(f"models: [{{id: model-{name}, status: production}}]\n")
    said = run("backlog", tmp_path / "one", tmp_path / "two", "--as-of", DAY).out
    assert f"\n  debtaudit audit {tmp_path / 'one'} --as-of {DAY}\n" in said
