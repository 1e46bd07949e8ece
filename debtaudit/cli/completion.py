"""`debtaudit completion`: commands, options and the ids of the inventory at the press of Tab."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from debtaudit.cli._session import brought, fail, write_out

BETWEEN = "\x1f"
"""What stands between the words of a line: no shell lets one type it."""


class Shell(StrEnum):
    """Shells that are spoken."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"


def completion(
    ctx: typer.Context,
    shell: Annotated[
        str | None, typer.Argument(metavar="SHELL", show_default="yours", help="bash, zsh or fish.")
    ] = None,
    words: Annotated[str | None, typer.Option("--words", hidden=True)] = None,
) -> None:
    """Print the script by which a shell completes commands and ids.

    Put it where your shell reads it when it starts:

    \b
    bash  eval "$(debtaudit completion bash)"  at the end of ~/.bashrc
    zsh   eval "$(debtaudit completion zsh)"   at the end of ~/.zshrc
    fish  debtaudit completion fish > ~/.config/fish/completions/debtaudit.fish
    """  # noqa: D301 - a sign for typer: these lines stay as they are
    if words is not None:  # what the scripts ask
        _answer(ctx, tuple(words.split(BETWEEN)))
        return
    known = ", ".join(Shell)
    spoken = shell or Path(os.environ.get("SHELL", "")).name
    if spoken not in set(Shell):
        fail(f"there is no completion for the shell '{spoken}'", f"name one of {known}: debtaudit completion bash")
    write_out((brought("templates") / "completion" / spoken).read_text(encoding="utf-8"))


def _answer(ctx: typer.Context, words: tuple[str, ...]) -> None:
    """Print what may follow, a word a line with its meaning; never more than that, since a shell reads it."""
    from debtaudit.cli._complete import Line, follow

    found = follow(ctx.find_root().command, Line(words))
    if found:
        write_out("\n".join(f"{word}\t{said}" for word, said in found))
