"""`debtaudit debts`: the catalogue, one debt as a page, and a trial of users' own debts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debtaudit.cli._catalogue import catalogue_of, example_graph, page_of
from debtaudit.cli._options import Config
from debtaudit.cli._session import HERE, NOT_RUN, fail, nearest, say, terminal, write_out

if TYPE_CHECKING:
    from debtaudit.detectors._catalogue import Catalogue

FAILED = 1
Trials = tuple[tuple[str, tuple[str, ...]], ...]


class Form(StrEnum):
    """How it is written."""

    text = "text"
    json = "json"
    md = "md"


def debts(
    slug: Annotated[str | None, typer.Argument(metavar="DEBT", help="Its name, for its page.")] = None,
    form: Annotated[Form, typer.Option("--format", help="json for programs.")] = Form.text,
    test: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Try the debts of this folder: documented? examples right?")
    ] = None,
    config: Config = None,
) -> None:
    """List the debts that are looked for, or tell one as a page."""
    if test is not None:
        _try(test, form)
        return
    made = catalogue_of(HERE, config)
    if slug is None:
        _list(made, form)
    else:
        _tell(slug, made, form)
    for each in made.not_run:
        say(f"not run: {each.debt}: {each.error}")
    if made.not_run:
        raise typer.Exit(NOT_RUN)


def _list(made: Catalogue, form: Form) -> None:
    if form is Form.json:
        from debtaudit.report.formats.debts_json import debts_json

        write_out(debts_json(page_of(debt, made) for debt in made.debts))
    elif form is Form.md:
        from debtaudit.report.formats.debts_markdown import catalogue_markdown

        write_out(catalogue_markdown(made.debts))
    else:
        from debtaudit.report.formats.debts_terminal import print_catalogue

        with terminal() as out:
            print_catalogue(made.debts, out)


def _tell(slug: str, made: Catalogue, form: Form) -> None:
    known = {debt.slug: debt for debt in made.debts}
    if slug not in known:
        fail(f"there is no debt '{slug}'", nearest(slug, known, "`debtaudit debts` lists them"))
    page = page_of(known[slug], made)
    if form is Form.json:
        from debtaudit.report.formats.debts_json import debts_json

        write_out(debts_json([page]))
    elif form is Form.md:
        from debtaudit.report.formats.debts_markdown import debt_markdown

        write_out(debt_markdown(page))
    else:
        from debtaudit.report.formats.debts_terminal import print_debt

        with terminal() as out:
            print_debt(page, out)


def _try(folder: Path, form: Form) -> None:
    """Try every debt of a folder, and leave with 1 if one fails."""
    if not folder.is_dir():
        fail(f"there is no folder '{folder}'", "name the one that holds your debts, a Python file each")
    trials = _trials(folder)
    if not trials:
        fail(f"there is no debt in '{folder}'", "a debt is a Python file whose name does not begin with _")
    if form is Form.json:
        from debtaudit.report.formats.debts_json import trials_json

        write_out(trials_json(trials))
    else:
        from debtaudit.report.formats.debts_terminal import print_trials

        with terminal() as out:
            print_trials(trials, out)
    if any(failures for _slug, failures in trials):
        raise typer.Exit(FAILED)


def _trials(folder: Path) -> Trials:
    from debtaudit.detectors._catalogue import PACKAGE, users_debts
    from debtaudit.detectors._trial import failures
    from debtaudit.domain.debt import Debt
    from debtaudit.domain.facts import Place
    from debtaudit.domain.plugin import discover
    from debtaudit.domain.settings import Setting

    where = Setting(str(folder.resolve()), Place("--test"), Place("--test"))
    fine, not_run = users_debts(where, {debt.slug for debt in discover(PACKAGE, Debt)})
    tried = [(debt.slug, failures(debt, example_graph)) for debt in fine]
    return tuple(sorted([*tried, *((each.debt, (each.error,)) for each in not_run)]))
