"""Errors of the first hour: each ends in a sentence that says what to type next."""

from __future__ import annotations

import builtins
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import DAY, SHOP, run

ACCEPT = ("--until", "2026-12-31", "--by", "Ada", "--approver", "Bob", "--reason", "later")

USE = [
    ("check nowhere", "no file or folder 'nowhere'; name the folder of your inventory; `debtaudit init` writes a"),
    ("report shpo", "there is no file or folder 'shpo'; did you mean 'shop'?"),
    ("backlog shop extra", "there is no file or folder 'extra'; name the folder"),
    ("backlock", "no such command 'backlock'; did you mean 'backlog'?"),
    ("nothing", "no such command 'nothing'; `debtaudit --help` tells how"),
    ("backlog shop --tean chat", "no such option: --tean; did you mean --lane or --team?"),
    ("explain", "missing argument 'FINDING|DEBT'; `debtaudit explain --help` tells how"),
    ("export shop", "missing option '--to'; `debtaudit export --help` tells how"),
    ("backlog shop --as-of 30.9.2026", "--as-of 30.9.2026: there is no such day; write it as 2026-09-30"),
    ("backlog shop --format xml", "--format xml: there is no such choice; known are table, json, csv, md"),
    ("backlog shop --format jsn", "--format jsn: there is no such choice; did you mean 'json'?"),
    ("backlog shop --limit few", "--limit takes a whole number; for example --limit 20"),
    ("backlog shop --limit -1", "--limit takes a number of 0 or more; for example --limit 0"),
    ("backlog shop --team chta", "--team chta: there is no such team here; did you mean 'chat'?"),
    ("backlog shop --team sales", "--team sales: there is no such team here; known are chat, trust"),
    ("backlog shop --debt stale-modle", "there is no such debt here; did you mean 'stale-model'?"),
    ("backlog shop --debt mess", "there is no such debt here; `debtaudit debts` lists them"),
    ("backlog shop --config mine.yaml", "no settings file 'mine.yaml'; leave out --config to take debtaudit.yaml"),
    ("explain stale-modle shop", "there is no debt 'stale-modle'; did you mean 'stale-model'?"),
    ("explain stale-model@nobody shop", "find 'stale-model@nobody'; `debtaudit backlog --all` lists what it finds"),
    ("debts mess", "there is no debt 'mess'; `debtaudit debts` lists them"),
    ("impact intnet shop", "there is no asset 'intnet' in shop; did you mean 'intent'?"),
    ("impact basket shop", "there is no asset 'basket' in shop; known are fraud, intent, order-chat"),
    ("graph shop --around basket", "no asset 'basket' in this inventory; known are fraud, intent, order-chat"),
    ("whatif shop --set intent", "set as asset.fact=value; for example --set churn.monitoring.quality=automated"),
    ("whatif shop --set intent.statuss=x", "'statuss' is no fact of a model; did you mean 'status'?"),
    ("whatif shop --fix stale", "the audit does not find it; `debtaudit backlog --all` lists what it finds"),
    ("plan shop --days many", "--days takes a number; for example --days 20"),
    ("plan shop --team sales", "--team sales: there is no such team here; known are chat, trust"),
    ("accept stale@fraud shop ACCEPT", "does not find 'stale@fraud'; `debtaudit backlog --all` lists what it finds"),
    ("compare 2026-Q1 2026-Q2 shop", "there is no snapshot '2026-Q1'; take one with `debtaudit snapshot`"),
    ("snapshot shop --quarter third", "'third' is no quarter; write it as 2026-Q3"),
    ("snapshot shop --quarter 2044-Q1", "has not begun: it is 2044-01-01 to 2044-03-31; leave out --quarter"),
    ("kpis shop --ledger gone", "there is no folder 'gone'; `debtaudit snapshot --ledger FOLDER` makes it"),
    ("kpis shop --only speed", "there is no such key figure; `debtaudit kpis` lists them"),
    ("gate shop --fail-on interest", "for example --fail-on 'interest>5000', in quotes, since a shell takes > for"),
    ("sync", "missing argument 'TRACKER'; name one of azure, github, gitlab, jira, linear, redmine"),
    ("sync jira", "missing argument 'WHAT'; name one of doctor, plan, apply, pull, adopt"),
    ("accept 1 shop ACCEPT", "the audit does not find '1'; did you mean 'unmonitored-"),
    ("whatif shop --fix 1", "--fix 1: the audit does not find it; did you mean 'unmonitored-"),
    ("explain intent shop", "'intent' is an asset, and no debt; name one of its findings: unmonitored-"),
    ("explain fraud shop", "'fraud' is an asset, and no debt; "),
    ("gate shop --fail-on bad", "or interest>AMOUNT; for example --fail-on now"),
    ("gate shop --baseline gone.yaml", "there is no baseline 'gone.yaml'; --update-baseline writes it"),
    ("report shop --out note.txt", "'note.txt' is a file, not a folder for pages; name another: --out debt-report"),
    ("report shop --templates none", "'none' holds no folder 'report' with templates; put your files below it"),
    ("export shop --to jira", "--to jira: there is no such format; did you mean 'jira-csv'?"),
    ("export shop --to csv --out note.txt", "is a file, not a folder for exports; name another: --out debt-export"),
    ("sync jria plan shop", "TRACKER jria: there is no such choice; did you mean 'jira'?"),
    ("sync jira plan shop", "2 things are missing; mend them all, then: debtaudit sync jira doctor shop"),
    ("init shop", "would be read as part of the inventory; name a new folder: debtaudit init inventory"),
    ("init note.txt", "'note.txt' is a file; name a new folder: debtaudit init inventory"),
    ("collect", "no source is named; `debtaudit collect --list` shows them"),
    ("collect airtable", "there is no source 'airtable'; `debtaudit collect --list` shows them"),
    ("collect mlflow", "the export of mlflow is not named; give its file or folder: debtaudit collect mlflow FROM"),
    ("collect mlflow gone", "there is no file or folder 'gone'; `debtaudit collect mlflow --list` tells what it reads"),
    ("collect mlflow note.txt --into new", "nothing was taken from mlflow; `debtaudit collect mlflow --list` tells"),
    ("collect --all --into shop", "nothing stands under collect: in shop/debtaudit.yaml; for example `collect:"),
    ("drift --reference gone.csv --current b.csv", "no file or folder 'gone.csv'; name a CSV or Parquet file"),
    ("drift --reference note.txt --current note.txt", "neither CSV nor Parquet by its name; known are .csv, .tsv"),
    ("audit basket shop", "there is no asset 'basket' in the inventory; known are fraud, intent, order-chat"),
    ("audit shop --role boss", "there is no role 'boss'; known are leadership, product, model, engineering, data"),
    ("audit shop --answers gone.yaml", "there is no file 'gone.yaml'; give the file that --form or --sheet led to"),
    ("audit shop --sheet q.txt", "'q.txt' is neither .csv nor .xlsx; name it so: --sheet questions.csv"),
    ("backlog empty", "debtaudit: 1 error in empty: nothing was audited; mend it, then: debtaudit check empty"),
    ("completion tcsh", "no completion for the shell 'tcsh'; name one of bash, zsh, fish: debtaudit completion bash"),
]  # fmt: skip

SAYS_WHAT_TO_TYPE = re.compile(
    r"`debtaudit |debtaudit [a-z]+|--[a-z]|did you mean|known are|write it as|put your files"
    "|for example|use one of|name a |name one of "
)

FILES = {
    "models:\n\t- id: a\n": "not valid YAML: .*; .*indent with spaces, not tabs",
    "models:\n  - id: a\n\tstatus: production\n": "indent with spaces, not tabs",
    "hello\n": "an inventory file is a mapping .*; begin with a key such as 'models:'",
    "models: [{id: a\n": "; is a comma or a closing bracket missing",
    'models: [{id: "a}]\n': "; a quote or a bracket is opened above, and never closed",
    "models:\n  - id: a: b\n": "; put text that holds a colon in quotes",
    "modles: [{id: a}]\n": "unknown key 'modles'; did you mean 'models'",
    "models: [{id: a, volatilty: high}]\n": "unknown key 'volatilty' on model a; did you mean 'volatility'",
    "models: [{id: a, status: live}]\n": "cannot be 'live'; use one of experiment, shadow, production",
    "models: [{id: My Model}]\n": "is not an id; use a-z, 0-9, dot, dash and underscore",
    "models: [{name: a}]\n": "model needs 'id'; write id: a name of a-z, 0-9 and dashes",
    "models: [a]\n": "model must be a mapping of facts; write each fact as name: value",
    "models: [{id: a, trained_at: yesterday}]\n": "is not a date; write 2026-09-30",
    "systems: [{id: a, criticality: 9}]\n": "9 is above 5; write a whole number from 1 to 5",
    "models: [{id: a, exploration_share: 35}]\n": "35 is above 1; a share is 0 to 1, or 35%",
    "links: [{from: a, to: b, kind: feeds}]\n": "cannot be 'feeds'; (did you mean|use one of)",
    "models: [{id: a}, {id: a}]\n": "described here a second time; it stands first at",
}
"""What a file says -> how that is told."""

WARNINGS = {
    "models: [{id: a, owner: chta}]\nteams: [{id: chat}]\n": "owner 'chta' of model a is not a listed team; did you",
    "models: [{id: a, reads: [oders]}]\ndatasets: [{id: orders}]\n": "'oders', .*, is not described; did you mean",
    "models: [{id: a, system: chatt}]\nsystems: [{id: chat}]\n": "names 'chatt', which is no system here; did you mean",
}


@pytest.fixture
def folder(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an inventory, an empty folder and a note, in which one stands."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "note.txt").write_text("buy milk\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("line", "sentence"), USE, ids=[line for line, _ in USE])
def test_a_mistake_on_the_command_line_says_what_to_type_next(line: str, sentence: str, folder: Path) -> None:
    words = [word for each in line.split() for word in (ACCEPT if each == "ACCEPT" else (each,))]
    said = run(*words)
    last = [each for each in said.err.splitlines() if each.startswith("debtaudit: ")][-1]  # a snippet may follow
    assert said.code in {2, 3, 4}
    assert sentence in last
    assert SAYS_WHAT_TO_TYPE.search(last.partition("; ")[2])


@pytest.mark.parametrize(("text", "sentence"), FILES.items(), ids=[repr(text) for text in FILES])
def test_a_mistake_in_a_file_says_what_to_write_instead(text: str, sentence: str, folder: Path) -> None:
    (folder / "shop" / "all.yaml").write_text(text)
    said = run("check", "shop", "--as-of", DAY)
    assert said.code == 3
    assert [line for line in said.out.splitlines() if " error: " in line and re.search(sentence, line)]


@pytest.mark.parametrize(("text", "sentence"), WARNINGS.items(), ids=list(WARNINGS.values()))
def test_a_slip_in_a_name_is_told_with_the_name_that_is_meant(text: str, sentence: str, folder: Path) -> None:
    (folder / "shop" / "all.yaml").write_text(text)
    said = run("check", "shop", "--as-of", DAY)
    assert said.code == 0
    assert [line for line in said.out.splitlines() if " warning: " in line and re.search(sentence, line)]


@pytest.mark.parametrize(
    ("folder_name", "way"),
    [("shop", "run it in a terminal, or hand the questions out: debtaudit audit shop --form questions.html"),
     ("empty", "`debtaudit init` writes a first inventory to fill in")],
)  # fmt: skip
def test_without_a_terminal_the_other_ways_are_named(folder_name: str, way: str, folder: Path) -> None:
    said = run("audit", folder_name, "--as-of", DAY)
    assert said.code == 0
    assert said.err.rstrip().endswith(f"nobody answers here: the input is at its end; {way}")
    assert "Saved" not in said.err


@pytest.mark.parametrize(
    ("package", "words", "extra"),
    [
        ("xlsxwriter", ("audit", "shop", "--as-of", DAY, "--sheet", "q.xlsx"), "debtaudit[xlsx]"),
        ("openpyxl", ("audit", "shop", "--as-of", DAY, "--answers", "theirs.xlsx"), "debtaudit[xlsx]"),
        ("duckdb", ("drift", "--reference", "a.csv", "--current", "a.csv"), "debtaudit[drift]"),
        ("httpx", ("collect", "mlflow", "--url", "http://localhost:9"), "debtaudit[collect]"),
        ("httpx", ("sync", "github", "plan", "shop", "--project", "a/b"), "debtaudit[trackers]"),
    ],
)
def test_a_missing_package_is_told_with_the_line_that_installs_it(
    package: str, words: tuple[str, ...], extra: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def missing(name: str, scope: Mapping[str, Any] | None = None, *more: Any) -> Any:
        if name.partition(".")[0] == package:
            raise ModuleNotFoundError(name, name=name)
        return real(name, scope, *more)

    monkeypatch.setattr(builtins, "__import__", missing)
    monkeypatch.setenv("DEBTAUDIT_GITHUB_TOKEN", "x")
    (folder / "a.csv").write_text("a,b\n1,2\n")
    (folder / "theirs.xlsx").write_bytes(b"PK")
    said = run(*words)
    assert said.code != 0
    assert f"pip install '{extra}'" in said.err


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
@pytest.mark.parametrize("words", [("init", "closed/new"), ("report", "shop", "--as-of", DAY, "--out", "closed/site")])
def test_a_folder_that_is_closed_to_us_is_told_with_a_way_on(words: tuple[str, ...], folder: Path) -> None:
    (folder / "closed").mkdir(mode=0o500)
    said = run(*words)
    assert said.code in {2, 4}
    assert "you may" in said.err


def test_where_nothing_can_be_written_another_folder_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", closed)
    assert "could not be written: Permission denied; name a folder that you may write to" in run("init", "new").err
    said = run("snapshot", "shop", "--as-of", DAY)
    assert (said.code, said.err.splitlines()[-1]) == (
        4,
        "debtaudit: shop/ledger: Permission denied; choose a place that you may read and write",
    )


def test_the_shop_itself_is_without_error() -> None:
    assert "volatility: high" in SHOP
