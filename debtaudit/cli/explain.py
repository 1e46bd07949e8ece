"""`debtaudit explain`: why a finding ranks where it does, or what a debt is."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from debtaudit.cli._catalogue import catalogue_of, page_of
from debtaudit.cli._options import ALL_HERE, AsOf, Config, Inventories, day
from debtaudit.cli._session import FIRST, FOUND, NOT_RUN, again, audited, fail, finish, nearest, terminal, write_out

if TYPE_CHECKING:
    from debtaudit.domain.audit import Audit
    from debtaudit.domain.finding import Item


class Form(StrEnum):
    """How it is written."""

    text = "text"
    json = "json"


def explain(
    what: Annotated[
        str,
        typer.Argument(metavar="FINDING|DEBT", help="debt@asset, its rank in the backlog, or the name of a debt."),
    ],
    roots: Inventories = ALL_HERE,
    form: Annotated[Form, typer.Option("--format", help="json for programs.")] = Form.text,
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Tell why a finding ranks where it does, or what a debt is.

    For a finding every factor of its price with its place, for a debt its documentation.
    """
    if "@" not in what and not what.isdecimal():
        if not _explain_debt(what, roots[0], form, config):
            _tell_of_asset(what, audited(roots, day(as_of), config))
        return
    audit = audited(roots, day(as_of), config)
    item = _of_rank(int(what), audit) if what.isdecimal() else audit.item(what)
    if item is None:
        _tell_why_not(what, audit)
    if form is Form.json:
        from debtaudit.report.formats.explanation_json import explanation_json

        write_out(explanation_json(item, audit))
    else:
        from debtaudit.report.formats.explanation_terminal import print_explanation

        with terminal() as out:
            print_explanation(item, audit, out, again(roots, None, config))
    finish(audit)


def _of_rank(rank: int, audit: Audit) -> Item:
    """Return the finding of a rank; leave where there is none."""
    found = next((item for item in audit.items if item.rank == rank), None)
    return found or fail(f"there is no finding of rank {rank}", f"the backlog has {len(audit.items)}; {FOUND}")


def _tell_of_asset(asset: str, audit: Audit) -> NoReturn:
    """Leave with the findings of an asset that was named instead of one of them."""
    ids = [item.id for item in audit.items if item.finding.asset.id == asset]
    more = f" and {len(ids) - FIRST} more" if len(ids) > FIRST else ""
    hint = f"name one of its findings: {', '.join(ids[:FIRST])}{more}" if ids else f"nothing was found on it; {FOUND}"
    fail(f"'{asset}' is an asset, and no debt", hint)


def _explain_debt(slug: str, root: Path, form: Form, config: Path | None) -> bool:
    """Write what a debt is; False where the word names no debt and an asset. Leave where it names neither."""
    from debtaudit.inventory.glance import assets

    made = catalogue_of(root, config)
    debts = {debt.slug: debt for debt in made.debts}
    for each in made.not_run:
        if each.debt == slug:
            fail(f"the debt '{slug}' cannot be run", each.error, NOT_RUN)
    if slug not in debts and slug in assets(root):
        return False
    if slug not in debts:
        fail(f"there is no debt '{slug}'", nearest(slug, debts, "`debtaudit debts` lists them"))
    if form is Form.json:
        from debtaudit.report.formats.explanation_json import debt_json

        write_out(debt_json(debts[slug]))
    else:
        from debtaudit.report.formats.debts_terminal import print_debt

        with terminal() as out:
            print_debt(page_of(debts[slug], made), out)
    return True


def _tell_why_not(what: str, audit: Audit) -> NoReturn:
    """Leave with the reason why there is no such finding: not told, not run, senseless there, or not there."""
    debt, detected = what.partition("@")[0], audit.detected
    for failed in detected.not_run:
        if failed.debt == debt:
            fail(f"'{what}' was not looked for", f"{debt} could not run: {failed.error}", NOT_RUN)
    for gap in detected.gaps:
        if f"{gap.debt.slug}@{gap.asset.id}" == what:
            fail(f"'{what}' cannot be told", f"these facts would tell: {', '.join(gap.facts) or 'any about it'}")
    for each in detected.excluded:
        if f"{each.debt.slug}@{each.asset.id}" == what:
            fail(f"'{what}' does not apply", f"the reason is: {each.reason}")
    fail(f"the audit does not find '{what}'", nearest(what, [item.id for item in audit.items], FOUND))
