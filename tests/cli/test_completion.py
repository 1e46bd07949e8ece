"""What a shell completes, asked as a shell asks, and at the prompt of real shells."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
import typer

from debtaudit.cli import app
from debtaudit.cli._complete import KNOWN, Line, follow
from debtaudit.cli.completion import BETWEEN, Shell
from debtaudit.collectors._collector import Collector
from debtaudit.detectors._catalogue import catalogue
from debtaudit.domain.plugin import discover
from debtaudit.domain.settings import Settings
from debtaudit.inventory import load
from debtaudit.ledger.measure import catalogue as figures
from debtaudit.questionnaire.catalogue import catalogue as questions
from tests.cli.conftest import DAY, ROOT, SAMPLE, run

GROUP = typer.main.get_group(app)


def completed(line: str, here: Path = SAMPLE) -> list[str]:
    """Return what fits at the end of a line, whose words stand between single blanks."""
    return [word for word, _ in follow(GROUP, Line(tuple(line.split(" ")), here))]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("backl", ["backlog"]),
        ("--ver", ["--version"]),
        ("backlog --te", ["--team"]),
        ("backlog --format=j", ["--format=json"]),
        ("backlog --format m", ["md"]),
        ("backlog --lane n", ["now", "next"]),
        ("backlog --as-of 2026-09-30 --team conv", ["conversations"]),
        ("backlog --all --team conv", ["conversations"]),
        ("backlog --kind pip", ["pipeline"]),
        ("explain unmonitored-concept-drift@order-in", ["unmonitored-concept-drift@order-intent"]),
        ("accept unmonitored-con", ["unmonitored-concept-drift@"]),
        ("debts stale", ["stale-model"]),
        ("impact order-int", ["order-intent"]),
        ("whatif --set order-int", ["order-intent."]),
        ("whatif --remove-link order-intent->order-ch", ["order-intent->order-chat"]),
        ("compare 2026-Q3 2026", ["2026-Q3", "2026-Q2", "2026-Q1"]),
        ("compare 2026-Q2 n", ["now"]),
        ("snapshot --quarter n", []),
        ("audit --role lead", ["leadership"]),
        ("collect mlf", ["mlflow"]),
        ("sync jira pl", ["plan"]),
        ("gate --fail-on crit", ["critical"]),
        ("export --to linear", ["linear-csv"]),
        ("completion --wo", []),
        ("check organisation", []),
        ("backlock ", []),
        ("backlog --as-of ", []),
        ("schema ", []),
    ],
)  # fmt: skip
def test_the_words_that_fit(line: str, words: list[str]) -> None:
    assert completed(line) == words


def test_an_option_that_stands_once_is_not_offered_again() -> None:
    assert "--as-of" not in completed(f"backlog --as-of {DAY} -")
    assert "--team" in completed("backlog --team growth -")


def test_the_inventory_is_the_folder_that_is_named(shop: Path) -> None:
    assert completed("impact fra", shop.parent) == ["fraud"]
    assert completed(f"backlog {shop} --team t") == ["trust"]


def test_what_can_be_completed_is_what_there_is() -> None:
    known = load(SAMPLE)
    line = Line(("explain", ""), SAMPLE)
    made = {name: list(KNOWN[name](line, "")) for name in KNOWN}
    assert made["ASSET"] == sorted(known.assets)
    assert made["TEAM"] == sorted(known.teams)
    assert made["DEBT"] == sorted(each.slug for each in catalogue(Settings()).debts)
    assert made["FIGURE"] == sorted(each.slug for each in figures())
    assert made["QUESTION"] == list(questions().questions)
    assert made["SOURCE"] == sorted(each.slug for each in discover("debtaudit.collectors", Collector))


def test_every_word_for_something_in_the_inventory_is_known() -> None:
    free = {"AMOUNT", "DATA", "DATE", "DIR", "FILE", "FILE.csv", "FILE.html", "FOLDER", "FROM", "LANE", "MEGABYTES",
            "NAME", "NAME=SHARE", "NUMBER", "OPTION=VALUE", "SECONDS", "SHELL", "SITE", "TEXT", "TRACKER", "URL",
            "WHAT"}  # fmt: skip
    used = {word for command in GROUP.commands.values() for each in command.params
            for word in (each.metavar or "").split("|") if word}  # fmt: skip
    assert used - free - set(KNOWN) == set()


def test_the_scripts_ask_with_a_sign_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SAMPLE)
    said = run("completion", "--words", BETWEEN.join(("backlog", "--team", "conv")))
    assert (said.code, said.out) == (0, "conversations\t\n")
    assert run("completion", "--words", BETWEEN.join(("check", "x"))).out == ""
    for shell in Shell:
        assert f"\\x{ord(BETWEEN):x}" in run("completion", shell).out


def test_the_script_is_that_of_ones_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert run("completion").out == run("completion", "fish").out
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    said = run("completion")
    assert (said.code, said.out) == (2, "")
    assert "name one of bash, zsh, fish: debtaudit completion bash" in said.err


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which `debtaudit` is this one."""
    folder = tmp_path_factory.mktemp("bin")
    (folder / "debtaudit").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m debtaudit "$@"\n')
    (folder / "debtaudit").chmod(0o755)
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "TERM": "dumb"}


@pytest.fixture(scope="module")
def prompt(program: dict[str, str]) -> Iterator[pexpect.spawn]:
    """A bash that has read the script as its users do."""
    if not shutil.which("bash"):
        pytest.skip("bash is not on this machine")
    bash = pexpect.spawn("bash", ["--norc", "--noprofile", "-i"], cwd=str(SAMPLE), env=program, encoding="utf-8",
                         timeout=120, dimensions=(24, 240))  # fmt: skip
    bash.sendline(
        "bind 'set enable-bracketed-paste off'; bind 'set bell-style none';"
        " eval \"$(debtaudit completion bash)\"; PS1='> '; echo rea''dy"
    )
    bash.expect("ready\r\n")
    yield bash
    bash.close(force=True)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("explain unmonitored-concept-d\t@order-in\t", "debtaudit explain unmonitored-concept-drift@order-intent "),
        ("accept unmonitored-con\torder-in\t", "debtaudit accept unmonitored-concept-drift@order-intent "),
        ("backlog --team=conv\t", "debtaudit backlog --team=conversations "),
        ("check organi\t", "debtaudit check organisation.yaml "),
    ],
)
def test_tab_at_the_prompt_of_bash(typed: str, line: str, prompt: pexpect.spawn) -> None:
    prompt.send(f"debtaudit {typed}")
    prompt.send('\x01echo "<\x05>"\r')  # Ctrl-A and Ctrl-E: what stands there now is printed instead of run
    prompt.expect(r"[\r\n]<(.*?)>\r")
    assert prompt.match.group(1) == line


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not on this machine")
def test_fish_completes(program: dict[str, str], tmp_path: Path) -> None:
    code = "debtaudit completion fish | source; complete -C 'debtaudit backlog --team conv'"
    done = subprocess.run(["fish", "-c", code], cwd=SAMPLE, env={**program, "HOME": str(tmp_path)}, check=True,
                          capture_output=True, text=True)  # fmt: skip
    assert done.stdout.split() == ["conversations"]


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not on this machine")
def test_zsh_reads_the_script(program: dict[str, str], tmp_path: Path) -> None:
    code = 'autoload -Uz compinit; compinit -u -D; eval "$(debtaudit completion zsh)"; print $_comps[debtaudit]'
    done = subprocess.run(["zsh", "-f", "-c", code], cwd=SAMPLE, env={**program, "HOME": str(tmp_path)}, check=True,
                          capture_output=True, text=True)  # fmt: skip
    assert done.stdout.strip() == "_debtaudit"
