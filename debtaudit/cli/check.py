"""`debtaudit check`: every problem of an inventory, in one run."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from debtaudit.cli._options import ALL_HERE, AsOf, Config, Inventories, day
from debtaudit.cli._session import BAD_INVENTORY, HERE, finish, read, say, write_out

if TYPE_CHECKING:
    from debtaudit.domain.audit import Audit
    from debtaudit.domain.problem import Problem


class Form(StrEnum):
    """How problems are written."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"


def check(
    roots: Inventories = ALL_HERE,
    form: Annotated[Form, typer.Option("--format", help="github: annotations of a pull request.")] = Form.text,
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Tell every problem of an inventory, with its place.

    Errors stop an audit and give exit code 3; warnings do not.
    """
    from debtaudit.domain.problem import errors
    from debtaudit.flow import audit
    from debtaudit.report.formats import problems as written

    when = day(as_of)
    inventory, settings, problems = read(roots, config)
    made: Audit | None = None
    if not errors(problems):
        made = audit(inventory, when, settings)
        problems = made.problems
    several = len(roots) > 1 or bool(settings.members)  # then each file is named with the inventory that it stands in
    folder = HERE if several else roots[0] if roots[0].is_dir() else roots[0].parent
    text = {
        Form.text: written.text, Form.json: written.as_json, Form.github: written.github, Form.sarif: written.sarif,
    }[form](problems, "" if folder == HERE else folder.as_posix())  # fmt: skip
    if text:
        write_out(text)
    wrong = len(errors(problems))
    counted = f"{_count(wrong, 'error')} and {_count(len(problems) - wrong, 'warning')}" if problems else "no problems"
    say(f"{_count(len(inventory.assets), 'asset')} in {_count(len(inventory.files), 'file')}: {counted}")
    _tell_causes(problems)
    if wrong:
        raise typer.Exit(BAD_INVENTORY)
    if made:
        finish(made)


def _tell_causes(problems: Sequence[Problem]) -> None:
    """Tell once more, last, what to mend first where other problems may only follow from it."""
    from debtaudit.domain.problem import errors
    from debtaudit.inventory.causes import causes

    found = causes(problems)
    if found.following:
        wrong = len(errors(found.following))
        counts = ((wrong, "error"), (len(found.following) - wrong, "warning"))
        after = " and ".join(_count(number, noun) for number, noun in counts if number)
        this, it = ("this", "it") if len(found.unread) == 1 else ("these", "them")
        say(f"mend {this} first; {after} may only follow from {it}:")
        for each in found.unread:
            say(str(each))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
