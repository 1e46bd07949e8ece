"""How `--help` reads: in words instead of types, nothing cut at 80 columns, commands in the order of the work."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from typer.core import TyperCommand

if TYPE_CHECKING:
    import typer

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Say what you run": ("init", "collect", "check", "audit", "drift"),
    "See what you owe": ("backlog", "explain", "impact", "graph", "whatif", "plan", "debts"),
    "Report a quarter": ("report", "kpis", "snapshot", "compare", "accept", "calibrate", "backtest"),
    "Work with other tools": ("export", "sync", "gate", "schema", "completion"),
}
"""The commands by what they are for, in the order in which one comes to need them."""
OTHERS: Final = "Others"
WIDEST: Final = 26
"""Columns of an option and its choices; wider ones move the choices into the sentence."""
_TYPE = re.compile(r" <[^>]*>$")
_CHOICES = re.compile(r"^(?P<names>.*?(?P<long>--[\w-]+)) <(?P<choices>[^>]*\|[^>]*)>$")
_WORDS: Final = (
    (re.compile(r"\[default: \(([^)]*)\)"), r"[default: \1"),
    (re.compile(r"([0-9.]+)<=x<=([0-9.]+)"), r"\1 to \2"),
    (re.compile(r"x>=([0-9.]+)"), r"\1 or more"),
)


class Worded(TyperCommand):
    """A command whose help speaks of what users write, and not of Python's types."""

    def format_options(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override] # noqa: ANN401 - typer's own
        rows: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
        for each in self.get_params(ctx):
            row = each.get_help_record(ctx)
            if row is not None:
                is_argument = each.param_type_name == "argument"
                rows["Arguments" if is_argument else "Options"].append((_argument if is_argument else _option)(*row))
        for title, found in rows.items():
            if found:
                with formatter.section(title):
                    formatter.write_dl(found)


def grouped(commands: Sequence[str]) -> dict[str, list[str]]:
    """Return commands by group, each group in its order; what has no group comes last."""
    known = set(chain.from_iterable(GROUPS.values()))
    made = {title: [each for each in members if each in commands] for title, members in GROUPS.items()}
    made[OTHERS] = [each for each in commands if each not in known]
    return {title: members for title, members in made.items() if members}


def _argument(name: str, said: str) -> tuple[str, str]:
    return _TYPE.sub("", name), _worded(said)


def _option(name: str, said: str) -> tuple[str, str]:
    choices = _CHOICES.match(name)
    if choices and len(name) > WIDEST:
        *others, last = choices["choices"].split("|")
        said = f"{', '.join(others)} or {last}. {said}"
        name = f"{choices['names']} {choices['long'].strip('-').upper()}"
    return name, _worded(said)


def _worded(said: str) -> str:
    for sign, words in _WORDS:
        said = sign.sub(words, said)
    return said
