"""Every `--help` reads well at 80 columns: nothing cut, in words and not in types, each sentence whole."""

from __future__ import annotations

import re
from functools import cache

import pytest
import typer

from debtaudit.cli import app
from debtaudit.cli._help import GROUPS, OTHERS, grouped
from tests.cli.conftest import run

COMMANDS = sorted(typer.main.get_group(app).commands)


@cache
def text_of(*words: str) -> str:
    said = run(*words, "--help")
    assert said.code == 0
    return said.out


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_reads_well(command: str) -> None:
    text = text_of(*[command] if command else [])
    usage, _, rest = text.partition("\n\n")
    assert "Usage:" in usage
    assert [line for line in text.splitlines() if len(line) > 80] == []
    assert "..." not in rest
    assert re.findall(r"<(?:str|path|int|float|list)\b|\[\[|\(\w[^)]*\)\]|<=x|x>=", text) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_argument_and_option_is_told_in_sentences(command: str) -> None:
    for each in typer.main.get_group(app).commands[command].params:
        if not each.hidden:  # type: ignore[attr-defined] # typer's own
            said = each.help or ""  # type: ignore[attr-defined] # typer's own
            assert said[:1].isupper() or said.split(":")[0].split(" ")[0].islower(), each.name
            assert said.endswith((".", "?")), each.name


@pytest.mark.parametrize("command", COMMANDS)
def test_its_line_in_the_list_is_its_whole_first_sentence(command: str) -> None:
    first = text_of(command).split("\n\n")[1].strip()
    assert "\n" not in first and first.endswith(".")
    assert f" {command} {first}\n" in re.sub(" +", " ", text_of())


def test_every_command_stands_in_one_group() -> None:
    listed = [name for members in grouped(COMMANDS).values() for name in members]
    assert sorted(listed) == COMMANDS
    assert OTHERS not in grouped(COMMANDS)
    assert sorted(name for members in GROUPS.values() for name in members) == COMMANDS


def test_a_new_command_is_listed_before_it_has_a_group() -> None:
    assert grouped(["init", "brand-new"])[OTHERS] == ["brand-new"]
