"""Options that several commands share, declared once so that they read the same everywhere."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from debtaudit.cli._session import fail

Inventory = Annotated[
    Path, typer.Argument(metavar="DIR", show_default="the current folder", help="The inventory: a folder or a file.")
]
Inventories = Annotated[
    list[Path],
    typer.Argument(metavar="DIR", show_default="the current folder",
                   help="The inventory: a folder or a file. Several are audited as one."),
]  # fmt: skip
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", show_default="today", help="Day of the audit, as 2026-09-30."),
]
Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", show_default="DIR/debtaudit.yaml", help="Settings of model and debts."),
]
HERE = Path()
ALL_HERE = [HERE]


def again(roots: Sequence[Path], as_of: str | None, config: Path | None = None) -> str:
    """Return the words that name the same inventories, day and settings in another command, ready to be pasted."""
    named = [str(each) for each in roots if each != HERE]
    options = {"--as-of": as_of, "--config": str(config) if config else None}
    words = shlex.join([*named, *(word for name, value in options.items() if value for word in (name, value))])
    return f" {words}" if words else ""


def day(as_of: str | None, option: str = "--as-of") -> date:
    """Return the day of the audit. The clock is read here, and nowhere below."""
    if as_of is None:
        return datetime.now().astimezone().date()
    try:
        return datetime.strptime(as_of, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        fail(f"{option} {as_of}: there is no such day", "write it as 2026-09-30")
