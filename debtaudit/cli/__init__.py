"""The edge: words in, exit code out. ONE FILE A COMMAND; a file's function of the file's own name is the command.

Exit codes: 0 fine; 1 a gate found what it was told to fail on; 2 wrong use; 3 the inventory has errors; 4 a part of
the audit could not run; 130 stopped by Ctrl-C. Files import what they need when they run, so that `--help` answers at
once.
"""

from __future__ import annotations

import errno
import importlib
import os
import pkgutil
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from typer.core import TyperGroup

from debtaudit import __version__
from debtaudit.cli._help import Worded, grouped
from debtaudit.cli._session import NOT_RUN, fail, nearest, write_out

_WrongUse: type[Exception] = cast("type[Exception]", typer.BadParameter.__base__)
"""UsageError, wherever this version of typer keeps it."""
STOPPED = 130
WAYS_ON = {
    errno.EACCES: "choose a place that you may read and write",
    errno.EPERM: "choose a place that you may read and write",
    errno.EROFS: "choose a place that can be written to",
    errno.ENOSPC: "make room, and run it again",
    errno.EAGAIN: "run it again in a moment",
    errno.ENOENT: "look whether it is spelt so, and whether its folder is there",
    errno.EISDIR: "name a file in that folder",
    errno.ENOTDIR: "name a folder, and not a file",
}
"""What to do about an error of the system, by its number."""
NUMBERS = {
    "integer": "a whole number",
    "greater than or equal to": "a number of {} or more",
    "less than or equal to": "a number of at most {}",
}
"""The number that is wanted, by the words that tell it to programmers."""
UNSEEN = re.compile("[\u200b\u2060\ufeff]|&#8203;|&ZeroWidthSpace;", re.IGNORECASE)
"""Signs of no width, as they are and as tickets write them: who pastes an id from a ticket brings them along."""
_CHOICE = re.compile(r"invalid value for '(?P<what>[^']*)': '(?P<value>.*)' is not one of (?P<known>.*)", re.DOTALL)
_NUMBER = re.compile(r"invalid value for '(?P<what>[^']*)': Input should be (?:a valid )?(?P<wanted>[^,]*)")


@contextmanager
def _told() -> Iterator[None]:
    """Tell whatever ends a command early in one sentence, and leave with the exit code for it."""
    try:
        yield
    except (typer.Exit, KeyboardInterrupt) as end:
        raise typer.Exit(STOPPED) if isinstance(end, KeyboardInterrupt) else end from None
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python fails again when it flushes
        raise typer.Exit from None
    except OSError as error:
        said = ": ".join(str(each) for each in (error.filename, error.strerror or error) if each)
        fail(said, WAYS_ON.get(error.errno or 0, "look at the file or folder, and run it again"), NOT_RUN)
    except _WrongUse as error:
        fail(*_sentence(error))
    except Exception:  # noqa: BLE001 - the edge: a crash must never look like a gate's verdict, which is exit code 1
        import traceback

        traceback.print_exc()
        fail("this is a fault of debtaudit, not of your inventory", "report it with the lines above", NOT_RUN)


def _sentence(error: BaseException) -> tuple[str, str]:
    """Return wrong use in a sentence, and where to look."""
    said = error.format_message() if hasattr(error, "format_message") else str(error)
    said, _, meant = said.replace("Value error, ", "").partition(" Did you mean ")
    said = said.strip().removesuffix(".")
    said = said[:1].lower() + said[1:]
    said, _, known = said.partition(". Choose from:")
    if known:
        return said, f"name one of {' '.join(known.split())}"
    said, _, options = said.partition(" (Possible options: ")
    meant = meant or f"{options.removesuffix(')').replace(', ', ' or ')}?" * bool(options)
    if choice := _CHOICE.match(said):
        listed = re.findall("'([^']*)'", choice["known"])
        return f"{choice['what']} {choice['value']}: there is no such choice", nearest(choice["value"], listed)
    if number := _NUMBER.match(said):
        wanted = next((wanted for words, wanted in NUMBERS.items() if words in number["wanted"]), "a number")
        least = re.sub("[^0-9]", "", number["wanted"])
        return f"{number['what']} takes {wanted.format(least)}", f"for example {number['what']} {least or 20}"
    path = getattr(getattr(error, "ctx", None), "command_path", "debtaudit")
    return said, f"did you mean {meant}" if meant else f"`{path} --help` tells how"


class _Commands(TyperGroup):
    """All commands, with one way to tell wrong use."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override] # typer's own
        with _told():
            return super().parse_args(ctx, [UNSEEN.sub("", each) for each in args])

    def format_commands(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override] # noqa: ANN401, ARG002 - typer's
        widest = max(map(len, self.commands))
        for title, names in grouped(list(self.commands)).items():
            rows = [(name, self.commands[name].get_short_help_str(limit=formatter.width)) for name in names]
            with formatter.section(title):
                formatter.write_dl([(name.ljust(widest), said) for name, said in rows])

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override] # typer's own
        with _told():
            return super().invoke(ctx)


app = typer.Typer(
    name="debtaudit", cls=_Commands, invoke_without_command=True, add_completion=False, rich_markup_mode=None
)


def _tell_version(wanted: bool) -> None:  # noqa: FBT001 - typer hands an option's value over by position
    if wanted:
        typer.echo(f"debtaudit {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    ctx: typer.Context,
    *,
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_tell_version, help="Show the version and exit.")
    ] = False,
) -> None:
    """Find, price and rank the technical debt of machine-learning systems.

    Without a command: what to do next in this folder.
    """
    if ctx.invoked_subcommand is None:
        from debtaudit.cli._next import next_steps
        from debtaudit.cli._options import day

        write_out(next_steps(Path(), day(None)).text)


def _register() -> None:
    for entry in sorted(pkgutil.iter_modules(__path__), key=lambda each: each.name):
        if not entry.name.startswith("_"):
            command = getattr(importlib.import_module(f"{__name__}.{entry.name}"), entry.name)
            app.command(entry.name, cls=Worded)(command)


_register()


def main() -> None:
    """Run the command that the arguments name, and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a sign still shows the rest
    app()
