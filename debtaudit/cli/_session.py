"""What most commands begin and end with: read the inventory, tell what is wrong, audit it, say what did not run."""

from __future__ import annotations

import gc
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from debtaudit.domain.audit import Audit
    from debtaudit.domain.inventory import Inventory
    from debtaudit.domain.problem import Problem
    from debtaudit.domain.settings import Settings

WRONG_USE, BAD_INVENTORY, NOT_RUN = 2, 3, 4
NO_SETTINGS = "leave out --config to take debtaudit.yaml in the folder of the inventory"
NO_INVENTORY = "name the folder of your inventory; `debtaudit init` writes a starter"
FOUND = "`debtaudit backlog --all` lists what it finds"
HERE = Path()
"""The inventory where none is named: the current folder."""
SAMPLE_DAY = "2026-09-30"
"""The day that the sample company is told as of."""
PACKAGE = Path(__file__).parents[1]
FIRST = 12
"""Known words that an error lists."""
PIPED = 100
"""Columns of what goes to a file or to another program, where the environment names no other number."""
NARROW = 20
"""Columns below which nothing can be laid out; fewer are not believed."""
BLANKS = re.compile(r"(?: |\x1b\[[0-9;]*m)+$", re.MULTILINE)
"""Blanks that end a line, and the changes of colour among them, which stay."""


def say(text: str) -> None:
    """Talk to the user; data alone goes to stdout."""
    typer.echo(text, err=True)


def fail(text: str, hint: str = "", code: int = WRONG_USE) -> NoReturn:
    """Leave with one sentence, and a hint where there is one."""
    say(f"debtaudit: {text}{f'; {hint}' if hint else ''}")
    raise typer.Exit(code)


def read(
    root: Path | Sequence[Path], config: Path | None, *, notes: bool = True
) -> tuple[Inventory, Settings, tuple[Problem, ...]]:
    """Read inventory and settings, and everything that is wrong with either.

    Several inventories are read as one, with the settings of the first; so are the members that it names. With notes,
    settings that are not read are told of.
    """
    from debtaudit.domain.settings import Settings
    from debtaudit.inventory import load
    from debtaudit.inventory.misplaced import settings_above, settings_told
    from debtaudit.inventory.settings import find_settings, read_settings

    first, *others = [root] if isinstance(root, Path) else root
    for each in (first, *others):
        if not each.exists():
            fail(f"there is no file or folder '{each}'", _near(each) or NO_INVENTORY)
    if config and not config.is_file():
        fail(f"there is no settings file '{config}'", NO_SETTINGS)
    gc.disable()  # one audit holds no cycles worth collecting, and would be walked again and again
    path = config or find_settings(first)
    settings, wrong = read_settings(path) if path else (Settings(), ())
    inventory = load(first, dict(settings.aliases), (*others, *map(Path, settings.members)))
    inventory = replace(
        inventory, problems=settings_told(inventory.problems, first, several=bool(others or settings.members))
    )
    if notes and path is None and (above := settings_above(first)):
        say(f"note: '{above}' is not read, since it lies above the inventory; to take it: --config {above}")
    return inventory, settings, tuple(sorted((*inventory.problems, *wrong)))


def _near(missing: Path) -> str:
    """Return the folder beside a missing one that is spelt nearly so, as a question; nothing where there is none."""
    from debtaudit.inventory.hint import did_you_mean

    home = missing.parent
    beside = (
        [each.name for each in home.iterdir() if each.is_dir() and each.name[0] not in "._"] if home.is_dir() else []
    )
    return did_you_mean(missing.name, sorted(beside))


def audited(root: Path | Sequence[Path], as_of: date, config: Path | None) -> Audit:
    """Audit an inventory; leave with its problems when it has errors."""
    from debtaudit.domain.problem import errors

    inventory, settings, problems = read(root, config)
    refuse(errors(problems), root, as_of, config)
    return audited_on(as_of, inventory, settings, root, config)


def audited_on(
    as_of: date, inventory: Inventory, settings: Settings, root: Path | Sequence[Path], config: Path | None
) -> Audit:
    """Audit what was read from a folder as of a day; leave when that shows errors, and tell how much is odd."""
    from debtaudit.domain.problem import errors
    from debtaudit.flow import audit

    made = audit(inventory, as_of, settings)
    refuse(errors(made.problems), root, as_of, config)
    if made.problems:
        warnings = len(made.problems)
        say(f"{warnings} warning{'s' if warnings > 1 else ''}, listed by: {checking(root, as_of, config)}")
    return made


def named(root: Path | Sequence[Path]) -> str:
    """Name an inventory, or several, as they were given."""
    roots = [root] if isinstance(root, Path) else root
    return "this folder" if list(roots) == [HERE] else " ".join(map(str, roots))


def again(roots: Sequence[Path], as_of: str | None, config: Path | None = None) -> str:
    """Return the words that name the same inventories, day and settings in another command, ready to be pasted."""
    named = [str(each) for each in roots if each != HERE or len(roots) > 1]
    options = {"--as-of": as_of, "--config": str(config) if config else None}
    words = shlex.join([*named, *(word for name, value in options.items() if value for word in (name, value))])
    return f" {words}" if words else ""


def today() -> date:
    """Read the clock."""
    return datetime.now().astimezone().date()


def checking(root: Path | Sequence[Path], at: date | None, config: Path | None) -> str:
    """Return the command that tells every problem of an inventory, on the same day and with the same settings."""
    as_of = None if at in {None, today()} else str(at)
    return f"debtaudit check{again([root] if isinstance(root, Path) else root, as_of, config)}"


def refuse(
    wrong: tuple[Problem, ...], root: Path | Sequence[Path], at: date | None = None, config: Path | None = None
) -> None:
    """Leave with every error of the inventory, if there is one; without those that may only follow from another."""
    from debtaudit.inventory.causes import causes

    if wrong:
        found = causes(wrong)
        for problem in (*found.unread, *found.others):
            say(str(problem))
        many, first, after = len(wrong) > 1, len(found.unread), len(found.following)
        what = "them" if many else "it"
        if after:
            what = f"the first{f' {first}' if first > 1 else ''}, from which {after} more may only follow"
        said = f"{len(wrong)} error{'s' if many else ''} in {named(root)}: nothing was audited"
        fail(said, f"mend {what}, then: {checking(root, at, config)}", BAD_INVENTORY)


def finish(audit: Audit) -> None:
    """Say what could not run, and leave with the code for it if there is any."""
    for each in audit.detected.not_run:
        say(f"not run: {each.debt}: {each.error}")
    if audit.detected.not_run:
        fail("the audit is not complete", "debts that were not run are not clean", NOT_RUN)


@contextmanager
def terminal() -> Iterator[Console]:
    """Give a console to draw on, and write what was drawn at once, without blanks at the ends of lines.

    It is as wide as the terminal; where there is none, as COLUMNS says, else 100 columns wide, and without colour.
    """
    import sys

    from rich.console import Console

    width = columns(sys.stdout)
    console = Console(width=width, no_color=True if width else None, highlight=False)
    with console.capture() as drawn:
        yield console
    write_out(BLANKS.sub(lambda end: end[0].replace(" ", ""), drawn.get()))


def columns(stream: TextIO) -> int | None:
    """Return how many columns to write where there is no terminal; None where there is, and its own width counts."""
    import os

    wanted = os.environ.get("COLUMNS", "")
    return None if stream.isatty() else int(wanted) if wanted.isdecimal() and int(wanted) >= NARROW else PIPED


def write_out(text: str) -> None:
    """Write data to stdout, with a line end and nothing else added; as UTF-8 wherever no terminal wants otherwise."""
    import sys

    text = text if text.endswith("\n") else f"{text}\n"
    typer.echo(text if sys.stdout.isatty() else text.encode(errors="replace"), nl=False)


def nearest(word: str, known: Iterable[str], where: str = "") -> str:
    """Return "did you mean 'x'?" for the closest known word, else where all are listed, else the first of them."""
    from debtaudit.inventory.hint import did_you_mean

    words = [each for each in known if each]
    more = f" and {len(words) - FIRST} more" if len(words) > FIRST else ""
    listed = f"known are {', '.join(words[:FIRST])}{more}" if words else "there is none yet"
    return did_you_mean(word, words) or where or listed


def of_rank(text: str, audit: Audit) -> str:
    """Return which finding a rank stands for, as a hint; nothing where the text is no rank."""
    meant = next((item.id for item in audit.items if str(item.rank) == text), "")
    return f"did you mean '{meant}', of rank {text} today?" if meant else ""


def brought(name: str) -> Path:
    """Return a folder that the program brings along: inside the package when installed, beside it in a checkout."""
    inside = PACKAGE / f"_{name}"
    return inside if inside.is_dir() else PACKAGE.parent / name
