"""`debtaudit plan`: the best use of some engineer-days."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from debtaudit.cli._options import ALL_HERE, AsOf, Config, Inventories, day
from debtaudit.cli._session import audited, fail, finish, nearest, terminal, write_out


class Form(StrEnum):
    """How it is written."""

    table = "table"
    json = "json"


def plan(
    roots: Inventories = ALL_HERE,
    days: Annotated[float, typer.Option(min=0, metavar="NUMBER", help="Engineer-days to spend.")] = 20.0,
    team: Annotated[str | None, typer.Option(metavar="TEAM", help="Only work on what this team owns.")] = None,
    form: Annotated[Form, typer.Option("--format", help="json for programs.")] = Form.table,
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Choose the best use of some engineer-days.

    Says which repairs save most together, what is left undone, and what waiting with that costs.
    """
    from debtaudit.report.formats.plan import plan_json, print_plan
    from debtaudit.scoring.plan import plan as chosen

    audit = audited(roots, day(as_of), config)
    items = [item for item in audit.items if team in {None, item.finding.asset.owner}]
    if team and not items and team not in audit.inventory.teams:
        fail(f"--team {team}: there is no such team here", nearest(team, audit.inventory.teams))
    made = chosen(items, days, audit.policy)
    if form is Form.json:
        write_out(plan_json(made, audit))
    else:
        with terminal() as out:
            print_plan(made, audit, out)
    finish(audit)
