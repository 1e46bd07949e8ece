"""`debtaudit calibrate`: what the log of incidents says of the settings."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debtaudit.cli._options import ALL_HERE, Config, Inventories, day
from debtaudit.cli._session import fail, finish, read, refuse, say, terminal, write_out

if TYPE_CHECKING:
    from datetime import date

    from debtaudit.domain.inventory import Inventory as Facts
    from debtaudit.inventory.amend import Value
    from debtaudit.ledger.calibration import Calibration


class Form(StrEnum):
    """How it is written."""

    table = "table"
    yaml = "yaml"
    json = "json"


def calibrate(
    roots: Inventories = ALL_HERE,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", show_default="today", help="Learn from the log until this day."),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Put the settings into debtaudit.yaml.")] = False,  # noqa: FBT002 - an option
    form: Annotated[Form, typer.Option("--format", help="yaml for the settings alone, json for all.")] = Form.table,
    config: Config = None,
) -> None:
    """Fit the model's settings to the log of incidents.

    Rates by category, days until faults are noticed, tickets, and what repairs took; each is told as fitted or default.
    """
    from debtaudit.domain.problem import errors
    from debtaudit.flow import audit
    from debtaudit.hindsight import calibrated, held_out, with_changes
    from debtaudit.report.formats.calibration import Told, calibration_json, print_calibration

    last = day(until, "--until")
    inventory, settings, problems = read(roots, config)
    refuse(errors(problems), roots, last, config)
    before = audit(inventory, last, settings)
    refuse(errors(before.problems), roots, last, config)
    if write:
        _only_at_quarter_ends(inventory, last)
    made = calibrated(inventory, last, settings)
    text = _yaml(made)
    if form is Form.yaml:
        write_out(text or "{}")
    else:
        after = audit(inventory, last, with_changes(settings, made.changes))
        told = Told(made, held_out(inventory, made, settings), before, after, text)
        if form is Form.json:
            write_out(calibration_json(told))
        else:
            with terminal() as out:
                print_calibration(told, out)
    if write and not before.detected.not_run:
        _write(roots[0], config, made)
    finish(before)


def _only_at_quarter_ends(inventory: Facts, until: date) -> None:
    """Refuse other days: with weights that change at any time, no trend could be told from a change of weights."""
    from datetime import timedelta

    from debtaudit.ledger.replay import first_month, quarter_ends

    half_a_year = timedelta(days=200)
    ends = list(quarter_ends(until - half_a_year, until, first_month(inventory)))
    if ends[-1] != until:
        fail(f"--until {until} is not the end of a quarter", f"settings change only then; the last one was {ends[-1]}")


def _yaml(made: Calibration) -> str:
    from debtaudit.inventory.amend import amended

    return amended("", _values(made))


def _values(made: Calibration) -> dict[tuple[str, ...], Value]:
    from debtaudit.inventory.amend import Value

    return {each.path: Value(each.after, f"{each.how} until {made.until}: {each.why}") for each in made.changes}


def _write(root: Path, config: Path | None, made: Calibration) -> None:
    """Put the changes into the settings file; what people wrote there stays."""
    from debtaudit.inventory.amend import CannotAmendError, amended
    from debtaudit.inventory.files import SETTINGS
    from debtaudit.inventory.lock import changing
    from debtaudit.inventory.write import write

    target = config or (root if root.is_dir() else root.parent) / SETTINGS
    if not made.changes:
        say("nothing was written: no setting has enough evidence to be moved")
        return
    try:
        with changing(target):
            old = target.read_bytes().decode() if target.is_file() else ""
            write(target, amended(old, _values(made)))
    except CannotAmendError as error:
        fail(f"'{target}' cannot be added to by itself: {error}", "`--format yaml` prints what to put there")
    say(f"written to {target}")
