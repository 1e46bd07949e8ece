from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pexpect
import pytest

from tests.cli.conftest import DAY, ROOT, SAMPLE, SHOP, run, run_alone

NUMBER = {"type": "number"}
TEXT = {"type": "string"}
SPREAD = {"type": "object", "required": ["mean", "p10", "p90"], "additionalProperties": NUMBER}


def record(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


FINDING = record(
    rank={"type": "integer", "minimum": 1}, id={"type": "string", "pattern": "^[a-z-]+@.+$"}, debt=TEXT, asset=TEXT,
    kind=TEXT, category=TEXT, dimension={"enum": ["data", "model", "configuration", "evaluation", "other"]},
    owner={"type": ["string", "null"]},
    state={"enum": ["open", "accepted", "false_positive", "planned", "in_progress", "repaid"]},
    lane={"enum": ["now", "next", "later", "find_out", "accepted"]},
    band={"enum": ["critical", "high", "medium", "low", "negligible"]},
    severity={"type": "number", "minimum": 0, "maximum": 1}, confidence={"enum": ["A", "B", "C", "D"]},
    likelihood=record(events_per_quarter=NUMBER, p10=NUMBER, p90=NUMBER, probability=NUMBER),
    loss_per_event=record(mean=NUMBER, p10=NUMBER, p90=NUMBER, own=NUMBER, cascade=NUMBER), interest=SPREAD,
    growth=NUMBER, principal=record(days=NUMBER, low=NUMBER, likely=NUMBER, high=NUMBER, cost=NUMBER), benefit=NUMBER,
    priority=NUMBER, cost_of_delay=NUMBER, message=TEXT,
    evidence={"type": "array", "items": record(fact=TEXT, value=TEXT, file=TEXT, line={"type": "integer"})},
    reaches={"type": "array", "items": record(system=TEXT, weight=NUMBER, path={"type": "array", "items": TEXT})},
    incidents={"type": "array", "items": TEXT}, remediation={"type": "array", "items": TEXT, "minItems": 1},
    ticket={"type": ["string", "null"]}, decision={"type": ["object", "null"]},
)  # fmt: skip
BACKLOG = record(
    format={"const": "debtaudit-backlog"}, version={"const": 1}, as_of={"const": DAY}, currency=TEXT,
    totals=record(findings={"type": "integer"}, unknown={"type": "integer"}, not_applicable={"type": "integer"},
                  coverage=NUMBER, interest=SPREAD, principal=record(days=NUMBER, cost=NUMBER)),
    findings={"type": "array", "items": FINDING, "minItems": 1},
    unknowns={"type": "array", "items": record(debt=TEXT, asset=TEXT, facts={"type": "array", "items": TEXT},
                                               questions={"type": "array"}, value_of_finding_out=NUMBER)},
    problems={"type": "array"}, not_run={"type": "array"},
)  # fmt: skip


def backlog(root: Path, *words: str) -> dict[str, Any]:
    said = run("backlog", root, "--as-of", DAY, "--format", "json", *words)
    assert said.code == 0, said.err
    tree: dict[str, Any] = json.loads(said.out)
    return tree


@pytest.mark.parametrize("which", ["sample", "shop"])
def test_json_is_as_published(which: str, shop: Path) -> None:
    jsonschema.validate(backlog(SAMPLE if which == "sample" else shop), BACKLOG)


def test_the_chatbot_of_the_sample_is_for_now_and_the_old_export_for_later() -> None:
    found = {each["id"]: each for each in backlog(SAMPLE)["findings"]}
    assert next(iter(found)) == "unmonitored-concept-drift@order-intent"
    assert found["unmonitored-concept-drift@order-intent"]["lane"] == "now"
    assert found["deprecated-asset@analytics-export"]["lane"] == "later"


def test_ranks_count_up_and_stay_those_of_the_whole_list_when_it_is_narrowed() -> None:
    whole = backlog(SAMPLE)["findings"]
    assert [each["rank"] for each in whole] == list(range(1, len(whole) + 1))
    trust = backlog(SAMPLE, "--team", "trust")["findings"]
    assert trust == [each for each in whole if each["owner"] == "trust"]
    assert trust


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [(("--lane", "next"), "lane", "next"), (("--debt", "static-test-set"), "debt", "static-test-set"),
     (("--kind", "dataset"), "kind", "dataset")],
)  # fmt: skip
def test_filters_keep_what_they_name(words: tuple[str, ...], field: str, value: str) -> None:
    found = backlog(SAMPLE, *words)["findings"]
    assert {each[field] for each in found} == {value}


def test_limit_cuts_the_list_and_not_the_totals() -> None:
    cut = backlog(SAMPLE, "--limit", "3")
    assert len(cut["findings"]) == 3
    assert cut["totals"] == backlog(SAMPLE)["totals"]


@pytest.mark.parametrize("form", ["json", "csv", "md", "table"])
def test_the_same_input_and_day_give_the_same_bytes(form: str) -> None:
    words = ("backlog", SAMPLE, "--as-of", DAY, "--format", form)
    one, other = run_alone(*words, PYTHONHASHSEED="1"), run_alone(*words, PYTHONHASHSEED="2")
    assert one.out == other.out
    assert len(one.out) > 1000


def test_what_was_not_known_on_a_day_does_not_count_on_it() -> None:
    early, late = (run("backlog", SAMPLE, "--as-of", day, "--format", "json") for day in ("2025-06-30", DAY))
    known = [
        {incident for each in json.loads(said.out)["findings"] for incident in each["incidents"]}
        for said in (early, late)
    ]
    assert max(known[0]) < max(known[1])  # numbers follow time; what a repaid debt explained is not asked for any more


def test_csv_has_a_row_a_finding_and_no_formulas(shop: Path) -> None:
    (shop / "all.yaml").write_text(SHOP.replace("owner: chat\n    system", "owner: '=cmd()'\n    system"))
    said = run("backlog", shop, "--as-of", DAY, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert len(rows) == len(backlog(shop)["findings"])
    assert {row["owner"] for row in rows if row["asset"] == "intent"} == {"'=cmd()"}


def test_markdown_cannot_be_broken_by_a_name(shop: Path) -> None:
    (shop / "all.yaml").write_text(SHOP.replace("name: Tiny Shop", "name: '<b>Tiny|Shop</b>'"))
    said = run("backlog", shop, "--as-of", DAY, "--format", "md")
    assert r"\<b\>Tiny\|Shop\</b\>" in said.out


def test_without_money_amounts_are_relative_and_said_to_be(shop: Path) -> None:
    (shop / "all.yaml").write_text(SHOP.replace("revenue_per_day: 40000, ", ""))
    assert "relative units" in run("backlog", shop, "--as-of", DAY).out
    assert backlog(shop)["currency"] == ""


def test_little_knowledge_is_warned_of(shop: Path) -> None:
    out = run("backlog", shop, "--as-of", DAY).out
    assert "read the sums with care" in out
    assert "cannot be told either way" in out


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_fits_the_terminal_and_no_id_is_cut(width: int) -> None:
    words = ["-m", "debtaudit", "backlog", SAMPLE.name, "--as-of", DAY, "--limit", "10"]
    environ = {"TERM": "xterm-256color", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    # From beside the sample: a command to copy, with the inventory's path as it was typed, is never folded.
    child = pexpect.spawn(
        _python(), words, dimensions=(60, width), env=environ, encoding="utf-8", timeout=60, cwd=str(ROOT)
    )
    child.expect(pexpect.EOF)
    plain = _without_colour(str(child.before))
    assert max(len(line.rstrip()) for line in plain.splitlines()) <= width
    for each in backlog(SAMPLE, "--limit", "10")["findings"]:
        assert each["id"] in plain
    assert "\x1b[" in str(child.before)


def test_no_colour_where_it_is_not_wanted_or_there_is_no_terminal() -> None:
    words = ["-m", "debtaudit", "backlog", str(SAMPLE), "--as-of", DAY, "--limit", "2"]
    environ = {"TERM": "xterm-256color", "NO_COLOR": "1", "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    child = pexpect.spawn(_python(), words, dimensions=(60, 100), env=environ, encoding="utf-8", timeout=60)
    child.expect(pexpect.EOF)
    assert not re.search(r"\x1b\[(3[0-8]|9[0-7])", str(child.before))
    assert "\x1b" not in run_alone(*words[2:]).out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--team", "chatt"), "did you mean 'chat'"),
        (("--debt", "glue"), "there is no such debt"),
        (("--kind", "modell"), "did you mean 'model'"),
        (("--as-of", "yesterday"), "yesterday"),
        (("--lane", "soon"), "soon"),
        (("--format", "pdf"), "pdf"),
        (("--config", "nowhere.yaml"), "there is no settings file"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(words: tuple[str, ...], says: str, shop: Path) -> None:
    said = run("backlog", shop, *words)
    assert (said.code, said.out) == (2, "")
    assert says in said.err


def test_a_folder_that_is_not_there_is_wrong_use() -> None:
    said = run("backlog", "nowhere-at-all")
    assert said.code == 2
    assert "debtaudit init" in said.err


def test_an_inventory_with_errors_is_not_audited(shop: Path) -> None:
    (shop / "all.yaml").write_text(SHOP.replace("volatility", "volatilty"))
    said = run("backlog", shop)
    assert (said.code, said.out) == (3, "")
    assert "all.yaml:11:5 error: unknown key 'volatilty'" in said.err
    assert "did you mean 'volatility'" in said.err


def test_a_debt_that_cannot_run_is_told_and_the_rest_is_ranked(shop: Path) -> None:
    (shop / "ours").mkdir()
    (shop / "ours" / "broken.py").write_text("raise RuntimeError('half a debt')\n")
    (shop / "debtaudit.yaml").write_text("debts: {folder: ours}\n")
    said = run("backlog", shop, "--as-of", DAY, "--format", "json")
    assert said.code == 4
    assert "not run: broken: RuntimeError: half a debt" in said.err
    tree = json.loads(said.out)
    assert [each["debt"] for each in tree["not_run"]] == ["broken"]
    assert tree["findings"]


def test_settings_change_the_price(shop: Path) -> None:
    before = backlog(shop)["totals"]["principal"]["cost"]
    (shop / "debtaudit.yaml").write_text("policy: {day_cost: 1400}\n")
    assert backlog(shop)["totals"]["principal"]["cost"] == pytest.approx(2 * before)


def _python() -> str:
    return sys.executable


def _without_colour(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)


def test_several_inventories_are_one_backlog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for team, text in {
        "search": "models: [{id: ranker, owner: core, status: production, trains_on: [clicks], monitoring: none}]",
        "data": "datasets: [{id: clicks, owner: data, versioned: no, snapshot_policy: none, validation: none}]",
    }.items():
        Path(team).mkdir()
        Path(team, "all.yaml").write_text(f"{text}\nteams: [{{id: core}}, {{id: data}}]\n")
    tree = json.loads(run("backlog", "search", "data", "--format", "json", "--as-of", "2026-09-30").out)
    assert {each["owner"] for each in tree["findings"]} == {"core", "data"}
    files = {each["file"] for found in tree["findings"] for each in found["evidence"]}
    assert files == {"search/all.yaml", "data/all.yaml"}
    ends = run("check", "search", "nowhere")
    assert ends.code == 2
    assert "'nowhere'" in ends.err
