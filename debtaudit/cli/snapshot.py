"""`debtaudit snapshot`: freeze an audit, so that later quarters can be compared with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debtaudit.cli._ledger import Ledger, quarter_asked, review_on, snapshots
from debtaudit.cli._options import AsOf, Config, Inventory, day
from debtaudit.cli._session import HERE, fail, finish, read, refuse, say, write_out

if TYPE_CHECKING:
    from debtaudit.ledger.quarter import Quarter
    from debtaudit.ledger.review import Review


def snapshot(
    root: Inventory = HERE,
    quarter: Annotated[
        str | None, typer.Option(metavar="QUARTER", show_default="that of --as-of", help="As 2026-Q3.")
    ] = None,
    quarters: Annotated[
        int, typer.Option(min=1, max=40, metavar="NUMBER", help="So many quarters up to this one, oldest first.")
    ] = 1,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", show_default="DIR/ledger/QUARTER.yaml", help="Where to.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Take it anew when it is there already.")] = False,  # noqa: FBT002
    ledger: Ledger = None,
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Freeze an audit for later comparison.

    Writes a small sorted text file for version control. A quarter that
    has passed is made from dated facts: as it was known on its last day.
    """
    from debtaudit.domain.problem import errors

    inventory, settings, problems = read(root, config)
    refuse(errors(problems), root, day(as_of), config)
    if out and quarters > 1:
        fail("--out names one file, and --quarters asks for several", "leave one of them out")
    wanted = _wanted(quarter_asked(quarter, as_of, inventory), quarters)
    folder = ledger or _folder(root)
    there = ledger if ledger and ledger.is_dir() else None  # a new one is made
    known = () if ledger and not there else snapshots(root, there, frozenset(each.label for each, _ in wanted))
    for each, until in wanted:
        review = review_on(until, inventory, settings, root, config, known)
        known = (*known, review.snapshot)
        _keep(review, out or folder / f"{each.label}.yaml", replace=replace)
        if each == wanted[-1][0]:
            finish(review.audit)


def _folder(root: Path) -> Path:
    from debtaudit.ledger.files import folder_of

    return folder_of(root)


def _wanted(last: tuple[Quarter, date], quarters: int) -> list[tuple[Quarter, date]]:
    """Return quarters, oldest first, each with its last day; the newest with the day that was asked for."""
    before = (last[0].before(back) for back in range(quarters - 1, 0, -1))
    return [*((each, each.last) for each in before), last]


def _keep(review: Review, target: Path, *, replace: bool) -> None:
    """Write a snapshot, unless another one of the same name is there."""
    from debtaudit.inventory.lock import changing
    from debtaudit.inventory.write import write
    from debtaudit.ledger.text import dump
    from debtaudit.report.comparing import taken

    text = dump(review.snapshot)
    target.parent.mkdir(parents=True, exist_ok=True)
    with changing(target):
        there = target.read_bytes() if target.exists() else None
        if there not in {None, text.encode()} and not replace:
            fail(f"'{target}' is there already and says something else", "--replace takes it anew")
        write(target, text)
    say(taken(review))
    frozen = review.snapshot
    if frozen.as_of < frozen.quarter.last:
        say(f"note: this quarter runs until {frozen.quarter.last}; take it again with --replace when it is over")
    write_out(str(target))
