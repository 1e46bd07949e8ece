"""`debtaudit compare`: what changed between two quarters, in parts that add up."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debtaudit.cli._ledger import Ledger, named_snapshot, reviewed, snapshots
from debtaudit.cli._options import AsOf, Config, Inventory
from debtaudit.cli._session import HERE, finish, terminal, write_out

if TYPE_CHECKING:
    from debtaudit.ledger.review import Review
    from debtaudit.ledger.snapshot import Snapshot

NOW = "now"


class Form(StrEnum):
    """How it is written."""

    table = "table"
    json = "json"
    md = "md"


def compare(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="A quarter, as 2026-Q2, or a file.")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="The same; or `now`, an audit of today.")] = NOW,
    root: Inventory = HERE,
    form: Annotated[Form, typer.Option("--format", help="json for programs, md for mail.")] = Form.table,
    everything: Annotated[bool, typer.Option("--all", help="Every change, however small.")] = False,  # noqa: FBT002
    ledger: Ledger = None,
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Show what changed between two snapshots.

    Each change is repaid, clarified, new, grown, shrunk, re-scored,
    left scope or accepted, and they add up exactly.
    """
    from debtaudit.ledger.compare import compare as compared
    from debtaudit.report.formats.comparison import comparison_json, comparison_markdown, print_comparison

    if root == HERE and Path(after).is_dir():
        root, after = Path(after), NOW  # as in `compare 2026-Q2 example`
    review = reviewed(root, as_of, config, ledger) if NOW in {before, after} else None
    one, other = (_found(each, root, ledger, review) for each in (before, after))
    made = compared(one, other)
    if form is Form.json:
        write_out(comparison_json(made))
    elif form is Form.md:
        write_out(comparison_markdown(made))
    else:
        with terminal() as out:
            print_comparison(made, out, everything=everything)
    if review:
        finish(review.audit)


def _found(name: str, root: Path, ledger: Path | None, review: Review | None) -> Snapshot:
    """Return the snapshot that is meant by a quarter, a file, or `now`."""
    return review.snapshot if name == NOW and review else named_snapshot(name, lambda: snapshots(root, ledger))
