"""Many sources at once, names that stand for one asset, and a difference shown before it is made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import DAY, Said, run

HAND = """\
organisation: {name: Tiny, currency: EUR, materiality: 25000}
teams: [{id: growth}]
systems: [{id: shop, revenue_per_day: 9000, criticality: 4, calls: [churn-model]}]
models: [{id: churn-model, owner: growth, status: production, trained_at: 2026-01-01}]
"""
SETTINGS = """\
aliases: {churn-model: [mlflow:Churn EU, 'backstage:component/churn']}
collect:
  mlflow: {from: .exports/mlflow}
  backstage: {from: .exports/catalog.yml}
  tickets: {source: incidents, from: tickets.csv, columns: {id: Nr, assets: Was, started_at: Wann}, timezone: UTC}
"""
CATALOG = "kind: Component\nmetadata: {name: churn}\nspec: {type: ml-model, lifecycle: deprecated, owner: growth}\n"
TICKETS = "Nr;Was;Wann\nT-1;churn-model;2026-09-01 10:00\n"


def server(**more: Any) -> dict[str, Any]:
    version = {"name": "Churn EU", "version": "3", "status": "READY", "run_id": "r", **more}
    model = {
        "name": "Churn EU",
        "aliases": [{"alias": "champion", "version": "3"}],
        "creation_timestamp": 1788000000000,
    }
    return {"registered_models": [{**model, "latest_versions": [version]}]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    exports = tmp_path / ".exports"  # files here may be YAML too, and are no inventory
    (exports / "mlflow").mkdir(parents=True)
    (exports / "mlflow" / "models.json").write_text(json.dumps(server()))
    (exports / "catalog.yml").write_text(CATALOG)
    (tmp_path / "tickets.csv").write_text(TICKETS)
    (tmp_path / "hand").mkdir()
    (tmp_path / "hand" / "ours.yaml").write_text(HAND)
    (tmp_path / "debtaudit.yaml").write_text(SETTINGS)
    return tmp_path


def collect(*words: str | Path, day: str = DAY) -> Said:
    return run("collect", *words, "--as-of", day)


def test_all_sources_are_collected_each_into_its_own_file_and_one_model_has_three_sources(folder: Path) -> None:
    said = collect("--all", "--into", folder)
    assert said.code == 0, said.err
    assert sorted(path.name for path in folder.glob("*.yaml")) == [
        "backstage.yaml", "debtaudit.yaml", "mlflow.yaml", "tickets.yaml"]  # fmt: skip
    explained = run("check", folder, "--as-of", DAY)
    assert "2 assets" in explained.err
    assert "'status' is deprecated after backstage" in explained.out
    assert "but production after what people wrote; kept: production, from hand/ours.yaml:4:43" in explained.out
    assert (folder / "hand" / "ours.yaml").read_text() == HAND


def test_a_second_run_changes_nothing(folder: Path) -> None:
    collect("--all", "--into", folder)
    first = {path.name: path.read_bytes() for path in folder.glob("*.yaml")}
    said = collect("--all", "--into", folder, day="2026-12-24")
    assert {path.name: path.read_bytes() for path in folder.glob("*.yaml")} == first
    assert said.err.count("nothing is new") == 3


def test_one_source_that_fails_does_not_stop_the_others_and_leaves_its_file_alone(folder: Path) -> None:
    collect("--all", "--into", folder)
    first = (folder / "mlflow.yaml").read_bytes()
    (folder / ".exports" / "mlflow" / "models.json").write_text(json.dumps(server())[:90])
    (folder / "tickets.csv").write_text(TICKETS + "T-2;churn-model;2026-09-02 10:00\n")
    said = collect("--all", "--into", folder)
    assert said.code == 4
    assert "mlflow: models.json:1:" in said.err
    assert "error: the file ends in the middle: it is truncated" in said.err
    assert "1 of the sources could not be collected; the others were" in said.err
    assert (folder / "mlflow.yaml").read_bytes() == first
    assert "T-2" in (folder / "tickets.yaml").read_text()


def test_a_source_that_vanished_keeps_its_facts_and_is_marked(folder: Path) -> None:
    collect("--all", "--into", folder)
    (folder / "tickets.csv").unlink()
    said = collect("--all", "--into", folder)
    assert said.code == 4
    assert "its last facts stay" in said.err
    text = (folder / "tickets.yaml").read_text()
    assert "T-1" in text
    assert "gone_since: 2026-09-30" in text
    assert "tickets cannot be read since 2026-09-30" in run("check", folder, "--as-of", DAY).out
    collect("--all", "--into", folder, day="2026-10-09")
    assert (folder / "tickets.yaml").read_text() == text


def test_a_dry_run_shows_files_ranking_and_contradictions_and_writes_nothing(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    said = collect("--all", "--into", folder, "--dry-run")
    assert said.code == 0
    assert "+  - id: churn-model" in said.out
    assert "a quarter" in said.out
    assert "but production after what people wrote" in said.err
    assert sorted(folder.rglob("*")) == before


def test_names_that_may_be_one_are_suggested(folder: Path) -> None:
    (folder / "debtaudit.yaml").write_text((folder / "debtaudit.yaml").read_text().partition("\n")[2])
    said = collect("--all", "--into", folder, "--suggest-aliases")
    assert "0.90  churn-model: [backstage:churn]  # same words but for such as model or service" in said.out
    assert "nothing is joined before it stands there" in said.err
    assert not (folder / "mlflow.yaml").exists()


def test_facts_that_would_break_the_inventory_are_not_written(folder: Path) -> None:
    (folder / "hand" / "ours.yaml").write_text(HAND + "datasets: [{id: churn}]\n")
    (folder / "debtaudit.yaml").write_text("aliases: {}\n")
    said = collect("backstage", folder / ".exports" / "catalog.yml", "--into", folder)
    assert said.code == 3
    assert "id 'churn' is a model here, but a dataset elsewhere" in said.err
    assert "join or part the names under 'aliases:'" in said.err
    assert not (folder / "backstage.yaml").exists()


def test_a_file_that_people_wrote_is_not_replaced(folder: Path) -> None:
    (folder / "backstage.yaml").write_text("models: [{id: other}]\n")
    said = collect("backstage", folder / ".exports" / "catalog.yml", "--into", folder)
    assert said.code == 3
    assert (
        "backstage.yaml error: this file was not written by the source 'backstage', so it is not replaced" in said.err
    )
    assert (folder / "backstage.yaml").read_text() == "models: [{id: other}]\n"


def test_options_may_stand_on_the_command_line(folder: Path) -> None:
    words = ("--set", "columns={id: Nr, assets: Was, started_at: Wann}", "--set", "timezone=Europe/Berlin")
    said = collect("incidents", folder / "tickets.csv", "--into", folder, "--name", "desk", *words)
    assert said.code == 0, said.err
    assert "started_at: 2026-09-01T08:00:00Z" in (folder / "desk.yaml").read_text()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("incidents", "tickets.csv", "--set", "colums={}"), "unknown key 'colums' on collect.incidents"),
        (("incidents", "tickets.csv", "--set", "timezone"), "an option is set as option=value"),
        (("incidents",), "the export of incidents is not named"),
        ((), "no source is named"),
        (("mlflow", "--all"), "leave out the source, or --all"),
        (("dbt", "tickets.csv", "--url", "https://x.example.com"), "dbt cannot be asked over the network"),
        (("incidents", "tickets.csv", "--name", "debtaudit"), "a file will be called so"),
    ],
)
def test_wrong_use_is_told(folder: Path, words: tuple[str, ...], says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    said = collect(*words)
    assert said.code in {2, 3}
    assert says in said.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("collect: {mlflow: {}}\n", "debtaudit.yaml:1:11 error: collect.mlflow says neither 'from' nor 'url'"),
        ("collect: {excel: {from: x}}\n", "'excel' under collect.excel is no source"),
        ("collect: {mlflow: {from: x, lives: [a]}}\n", "unknown key 'lives' on collect.mlflow; did you mean 'live'?"),
        ("collect: {'../x': {from: x}}\n", "'collect.../x' is no name for a source"),
        ("policy: {}\n", "nothing stands under collect:"),
    ],
)
def test_settings_that_make_no_sense_are_told_with_their_place(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "debtaudit.yaml").write_text(text)
    said = collect("--all", "--into", tmp_path)
    assert said.code in {2, 3, 4}
    assert says in said.err


def test_all_sources_are_listed() -> None:
    said = run("collect", "--list")
    assert said.code == 0
    assert {"mlflow", "dbt", "git", "pagerduty"} <= {line.split()[0] for line in said.out.splitlines()}
    assert max(map(len, said.out.splitlines())) <= 100


def test_a_source_tells_what_becomes_of_its_facts_and_its_options() -> None:
    said = run("collect", "mlflow", "--list")
    assert "alias champion or production" in said.out
    assert "aliases that mark the version in service" in said.out
    assert "did you mean 'mlflow'?" in run("collect", "mlflw", "--list").err
