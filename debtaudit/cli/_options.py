"""Options that several commands share, declared once so that they read the same everywhere."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from debtaudit.cli._session import HERE, fail, today

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
ALL_HERE = [HERE]


def day(as_of: str | None, option: str = "--as-of") -> date:
    """Return the day of the audit. The clock is read at this edge, and nowhere below."""
    if as_of is None:
        return today()
    try:
        return datetime.strptime(as_of, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        fail(f"{option} {as_of}: there is no such day", "write it as 2026-09-30")
