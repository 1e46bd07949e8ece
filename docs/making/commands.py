"""The reference of all commands: each with its arguments and options, as the program itself declares them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any, Protocol, TypeAlias

import typer

from debtaudit.cli import app
from making.markdown import made_from, table

EXIT_CODES = (
    ("0", "fine"),
    ("1", "the gate is shut: it found what it was told to fail on; or a debt of your own failed its trial"),
    ("2", "wrong use, or nobody agreed"),
    ("3", "the inventory or its settings have errors: nothing was audited"),
    ("4", "a part could not run, so what is missing is not clean"),
    ("130", "stopped by Ctrl-C; no file is left half written"),
)


Command: TypeAlias = Any
"""A command as typer has it; its types move from version to version."""


class _Parameter(Protocol):
    """What is used of an argument or an option."""

    param_type_name: str
    opts: list[str]

    def get_help_record(self, ctx: typer.Context) -> tuple[str, str] | None: ...


def commands_page() -> str:
    """Write the page."""
    return made_from("debtaudit/cli/") + "\n".join(_page()).rstrip("\n") + "\n"


def _page() -> Iterator[str]:
    group: Command = typer.main.get_command(app)
    commands = sorted(group.commands.items())
    yield "# Commands\n"
    yield "Data goes to stdout, talk to stderr. `--help` says the same as this page, for the version that you have.\n"
    yield from table(("Command", "Does"), [
        (f"[`{name}`](#debtaudit-{name})", _doc(each).partition("\n")[0]) for name, each in commands
    ])  # fmt: skip
    yield "## Exit codes\n"
    yield from table(("Code", "Means"), EXIT_CODES)
    for name, each in commands:
        yield from _command(name, each)


def _command(name: str, command: Command) -> Iterator[str]:
    context = typer.Context(command, info_name=f"debtaudit {name}")
    yield f"## `{name}` {{#debtaudit-{name}}}\n"
    yield f"{_doc(command)}\n"
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"```text\ndebtaudit {name} {usage}\n```\n"
    for title, kind in (("Argument", "argument"), ("Option", "option")):
        rows = [_row(each, context) for each in command.get_params(context) if each.param_type_name == kind]
        yield from table((title, "Says"), [row for row in rows if row and row[0] != "`--help`"])


def _row(parameter: _Parameter, context: typer.Context) -> tuple[str, str] | None:
    record = parameter.get_help_record(context)
    if not record:
        return None
    written, says = record
    return f"`{' '.join(written.split())}`", says.replace("[default: (", "[default: ").replace(")]", "]")


def _doc(command: Command) -> str:
    """Return what a command says of itself; each paragraph in one line."""
    return "\n\n".join(" ".join(part.split()) for part in inspect.cleandoc(command.help or "").split("\n\n"))
