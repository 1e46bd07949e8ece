from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import DAY, ROOT, SAMPLE, SHOP, Said, run
from tests.trackers.exports.formats import FORMATS

DRIFT = "unmonitored-concept-drift@intent"
EVERY_FORMAT = """
import os
import sys
from debtaudit.cli import app
os.fsync = lambda _handle: None
root, day, out, *formats = sys.argv[1:]
for to in formats:
    app(["export", root, "--to", to, "--as-of", day, "--out", out, "--top", "12"], standalone_mode=False)
"""
DECIDED = """
decisions:
  - finding: unmonitored-concept-drift@intent
    state: planned
    ticket: CHAT-7
    decided_at: 2026-09-01
    expires_at: 2026-12-01
  - {finding: unmonitored-data-drift@intent, state: false_positive, reason: it is watched, decided_at: 2026-09-01}
"""


def export(root: Path, to: str, out: Path, *words: str) -> Said:
    return run("export", root, "--to", to, "--out", out, "--as-of", DAY, *words)


def tickets(root: Path, out: Path, *words: str) -> list[dict[str, Any]]:
    said = export(root, "json", out, *words)
    assert said.code == 0, said.err
    found: list[dict[str, Any]] = json.loads((out / "tickets.json").read_text())["tickets"]
    return found


@pytest.mark.parametrize("to", FORMATS)
def test_files_and_how_to_import_them_are_written_and_their_paths_printed(to: str, shop: Path, tmp_path: Path) -> None:
    said = export(shop, to, tmp_path / "out", "--top", "1")
    assert said.code == 0, said.err
    paths = [Path(each) for each in said.out.splitlines()]
    assert sorted(paths) == sorted((tmp_path / "out").iterdir())
    assert said.err.endswith(f"1 more without --top 1\n1 ticket; {to}.how-to-import.md tells how to import them:\n")
    assert paths[-1].name == f"{to}.how-to-import.md"
    assert ": 1 ticket\n- the backlog as of 30 September 2026\n" in paths[-1].read_text()


def test_the_same_input_and_day_give_the_same_bytes_whatever_the_order_of_sets(tmp_path: Path) -> None:
    for seed in ("1", "2"):  # a program of its own each, for a seed holds for all of its life
        words = [sys.executable, "-c", EVERY_FORMAT, str(SAMPLE), DAY, str(tmp_path / seed), *FORMATS]
        subprocess.run(words, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}, check=True)
    one, other = ({path.name: path.read_bytes() for path in (tmp_path / seed).iterdir()} for seed in ("1", "2"))
    assert one == other
    assert len(one) == 2 * len(FORMATS)


def test_order_is_that_of_the_backlog_and_filters_keep_what_they_name(tmp_path: Path) -> None:
    whole = tickets(SAMPLE, tmp_path)
    assert [each["rank"] for each in whole] == list(range(1, len(whole) + 1))
    assert tickets(SAMPLE, tmp_path, "--team", "trust") == [each for each in whole if each["team"] == "trust"]
    assert tickets(SAMPLE, tmp_path, "--lane", "now", "--lane", "next") == [
        e for e in whole if e["lane"] in {"now", "next"}
    ]
    assert tickets(SAMPLE, tmp_path, "--top", "4") == whole[:4]


def test_a_tracker_is_not_told_what_it_has_or_what_was_settled(tmp_path: Path) -> None:
    said = export(SAMPLE, "github-jsonl", tmp_path)
    tracked = "infrastructure-lock-in@gpu-cluster, obsolete-dependencies@textkit"
    settled = "glue-code@inbox-bridge, opaque-model@recommender, unjustified-model-complexity@recommender"
    assert f"left out, with a ticket already: 2 ({tracked})\n" in said.err
    assert f"left out, accepted or no debt: 3 ({settled})\n" in said.err
    text, guide = ((tmp_path / name).read_text() for name in ("github.jsonl", "github-jsonl.how-to-import.md"))
    assert len(text.splitlines()) + 5 == len(tickets(SAMPLE, tmp_path))
    for id_ in f"{tracked}, {settled}".split(", "):
        assert f"debtaudit explain {id_} " not in text
        assert id_ in guide


def test_accepted_ones_are_exported_when_they_are_asked_for(shop: Path, tmp_path: Path) -> None:
    (shop / "decisions.yaml").write_text(DECIDED)
    export(shop, "github-jsonl", tmp_path, "--lane", "accepted")
    [line] = (tmp_path / "github.jsonl").read_text().splitlines()
    assert "Unmonitored data drift" in line


def test_json_holds_everything_with_what_was_decided(shop: Path, tmp_path: Path) -> None:
    (shop / "decisions.yaml").write_text(DECIDED)
    found = {each["id"]: each for each in tickets(shop, tmp_path)}
    assert (found[DRIFT]["ticket"], found[DRIFT]["due"], found[DRIFT]["state"]) == ("CHAT-7", "2026-12-01", "planned")
    assert found["unmonitored-data-drift@intent"]["state"] == "false_positive"


def test_what_a_team_wants_is_done(tmp_path: Path) -> None:
    assert export(SAMPLE, "jira-csv", tmp_path, "--team", "conversations", "--top", "1").code == 0
    titles, row = csv.reader((tmp_path / "jira.csv").read_text(encoding="utf-8").splitlines(keepends=True))
    assert row[titles.index("Component")] == "models"
    assert "ai-debt" in row
    assert "belong into project `CONV`" in (tmp_path / "jira-csv.how-to-import.md").read_text()


def test_what_a_team_cannot_want_is_refused_with_its_place(shop: Path, tmp_path: Path) -> None:
    wrong = SHOP.replace("{id: chat}", "{id: chat, tracker: {jira: {component: '=x()', labels: ['two words']}}}")
    (shop / "all.yaml").write_text(wrong)
    said = export(shop, "jira-csv", tmp_path / "out")
    assert (said.code, said.out) == (3, "")
    assert "all.yaml:2:" in said.err
    assert "'=x()' is no component" in said.err
    assert "'two words' is no label" in said.err
    assert not (tmp_path / "out").exists()
    assert export(shop, "gitlab-csv", tmp_path / "out").code == 0


def test_an_earlier_part_that_would_stay_is_told_and_nothing_is_written(shop: Path, tmp_path: Path) -> None:
    old = tmp_path / "jira-2-of-2.csv"
    old.write_text("old")
    said = export(shop, "jira-csv", tmp_path)
    assert (said.code, said.out) == (2, "")
    assert "jira-2-of-2.csv' is from an earlier export" in said.err
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [old.name]


def test_exporting_again_replaces_the_file(shop: Path, tmp_path: Path) -> None:
    assert export(shop, "md", tmp_path, "--top", "1").code == export(shop, "md", tmp_path).code == 0
    assert not (tmp_path / "tickets.md").read_text().startswith("# 1 debt ")


def test_nothing_to_export_is_an_empty_file_and_said(shop: Path, tmp_path: Path) -> None:
    said = export(shop, "jira-csv", tmp_path, "--team", "trust", "--lane", "now")
    assert said.code == 0
    assert "0 tickets" in said.err
    assert len((tmp_path / "jira.csv").read_text().splitlines()) == 1


def test_a_hostile_inventory_stays_text(shop: Path, tmp_path: Path) -> None:
    hostile = SHOP.replace(
        "id: intent\n", 'id: intent\n    name: "</p><script>@bob #1 ![x](https://evil.example)\\n/close"\n'
    )
    (shop / "all.yaml").write_text(hostile)
    for to in ("gitlab-csv", "azure-csv", "github-jsonl", "jira-csv"):
        assert export(shop, to, tmp_path).code == 0
    for path in tmp_path.glob("[a-z]*.[cj]s*"):
        text = path.read_text(encoding="utf-8")
        assert "<script>" not in text or "\\<script" in text or path.name == "jira.csv"
        assert not [found for found in ("@bob", "#1 ", "](https://evil", "\n/close") if found in text]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--to", "jira"), "there is no such format; did you mean 'jira-csv'?"),
        (("--to", "json", "--team", "chatt"), "did you mean 'chat'"),
        (("--to", "json", "--lane", "soon"), "soon"),
        (("--to", "json", "--top", "0"), "--top takes a number of 1 or more"),
        ((), "--to"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(words: tuple[str, ...], says: str, shop: Path, tmp_path: Path) -> None:
    said = run("export", shop, "--out", tmp_path / "out", *words)
    assert (said.code, said.out) == (2, "")
    assert says in said.err
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_way_is_told(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    assert "is a file, not a folder" in export(shop, "json", tmp_path / "out").err


def test_a_debt_that_cannot_run_is_told_and_the_rest_is_exported(shop: Path, tmp_path: Path) -> None:
    (shop / "ours").mkdir()
    (shop / "ours" / "broken.py").write_text("raise RuntimeError('half a debt')\n")
    (shop / "debtaudit.yaml").write_text("debts: {folder: ours}\n")
    said = export(shop, "json", tmp_path / "out")
    assert said.code == 4
    assert "not run: broken" in said.err
    assert (tmp_path / "out" / "tickets.json").is_file()


def test_the_first_are_counted_over_all_teams_and_the_output_says_whose_they_are(tmp_path: Path) -> None:
    backlog = json.loads(run("backlog", SAMPLE, "--as-of", DAY, "--format", "json").out)["findings"]
    said = export(SAMPLE, "json", tmp_path, "--top", "6")
    first = json.loads((tmp_path / "tickets.json").read_text())["tickets"]
    assert [each["id"] for each in first] == [each["id"] for each in backlog[:6]]
    assert {each["owner"] for each in backlog[:6]} == {"conversations", "inbox", "platform", "trust"}
    whole = f"the first 6 of {len(backlog)} of all teams together: 1 of conversations, 1 of platform, 3 of trust and"
    assert f"{whole} 1 of inbox; {len(backlog) - 6} more without --top 6\n" in said.err
    assert f"- {whole} 1 of inbox\n" in (tmp_path / "json.how-to-import.md").read_text()


def test_of_one_team_the_first_are_counted_among_its_own(tmp_path: Path) -> None:
    said = export(SAMPLE, "json", tmp_path, "--top", "2", "--team", "trust")
    assert "the first 2 of 7 of trust; 5 more without --top 2\n" in said.err
    teams = {each["team"] for each in json.loads((tmp_path / "tickets.json").read_text())["tickets"]}
    assert teams == {"trust"}
    assert "the first" not in export(SAMPLE, "json", tmp_path, "--top", "7", "--team", "trust").err


def test_of_two_teams_the_first_of_both_together(tmp_path: Path) -> None:
    said = export(SAMPLE, "json", tmp_path, "--top", "1", "--team", "trust", "--team", "inbox", "--team", "trust")
    assert "of inbox and trust together: 1 of trust; " in said.err
