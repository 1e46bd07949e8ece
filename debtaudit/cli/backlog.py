"""`debtaudit backlog`: what to repay, in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from debtaudit.cli._options import ALL_HERE, AsOf, Config, Inventories, day
from debtaudit.cli._session import again, audited, fail, finish, nearest, terminal, write_out

if TYPE_CHECKING:
    from debtaudit.domain.audit import Audit
    from debtaudit.domain.finding import Item

SHOWN = 20


class Form(StrEnum):
    """How the backlog is written."""

    table = "table"
    json = "json"
    csv = "csv"
    md = "md"


class Lane(StrEnum):
    """Urgency lanes."""

    now = "now"
    next = "next"
    later = "later"
    find_out = "find_out"
    accepted = "accepted"


def backlog(
    roots: Inventories = ALL_HERE,
    form: Annotated[Form, typer.Option("--format", help="table shows 20 findings, the others all.")] = Form.table,
    team: Annotated[list[str] | None, typer.Option(metavar="TEAM", help="Only what these teams own.")] = None,
    lane: Annotated[list[Lane] | None, typer.Option(metavar="LANE", help=f"Only these: {', '.join(Lane)}.")] = None,
    debt: Annotated[
        list[str] | None, typer.Option(metavar="DEBT", help="Only these; `debtaudit debts` lists all.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND", help="Only on these: system, model, pipeline, dataset, feature, dependency, team."
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=0, metavar="NUMBER", help="At most so many findings.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All findings, however many.")] = False,  # noqa: FBT002
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Rank the debts: what to repay, in order.

    Lanes come first, then what a repair returns for its cost.
    """
    audit = audited(roots, day(as_of), config)
    wanted = {
        "team": (team, {str(item.finding.asset.owner or "") for item in audit.items} | set(audit.inventory.teams)),
        "debt": (debt, _debts(audit)),
        "kind": (kind, {"system", "model", "pipeline", "dataset", "feature", "dependency", "team", "organisation"}),
    }
    for name, (values, known) in wanted.items():
        _must_be_known(name, values or (), known)
    items = _picked(audit, team, [each.value for each in lane or ()], debt, kind)
    most = limit if limit is not None else (SHOWN if form is Form.table and not everything else len(items))
    words = again(roots, as_of, config), again(roots[:1], as_of, config)
    _write(audit, items[:most], items[most:], form, words)
    finish(audit)


def _debts(audit: Audit) -> set[str]:
    """Return every debt that was looked for, and those that could not be."""
    detected = audit.detected
    return {slug for slug, _count in detected.clean_by_debt} | {each.debt for each in detected.not_run}


def _must_be_known(name: str, values: Iterable[str], known: set[str]) -> None:
    for value in values:
        if value not in known:
            where = "`debtaudit debts` lists them" if name == "debt" else ""
            fail(f"--{name} {value}: there is no such {name} here", nearest(value, sorted(known), where))


def _picked(
    audit: Audit, team: list[str] | None, lane: list[str], debt: list[str] | None, kind: list[str] | None
) -> Sequence[Item]:  # fmt: skip
    return [
        item for item in audit.items
        if (not team or item.finding.asset.owner in team or item.finding.asset.id in team)
        and (not lane or item.risk.lane in lane)
        and (not debt or item.finding.debt.slug in debt)
        and (not kind or item.finding.asset.kind in kind)
    ]  # fmt: skip


def _write(audit: Audit, items: Sequence[Item], hidden: Sequence[Item], form: Form, words: tuple[str, str]) -> None:
    if form is Form.table:
        from debtaudit.report.formats.backlog_terminal import print_backlog

        with terminal() as out:
            print_backlog(audit, items, hidden, out, *words)
    elif form is Form.json:
        from debtaudit.report.formats.backlog_json import backlog_json

        write_out(backlog_json(audit, items))
    elif form is Form.csv:
        from debtaudit.report.formats.backlog_csv import backlog_csv

        write_out(backlog_csv(items))
    else:
        from debtaudit.report.formats.backlog_markdown import backlog_markdown

        write_out(backlog_markdown(audit, items))
