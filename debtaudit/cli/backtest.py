"""`debtaudit backtest`: past forecasts against what came."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from debtaudit.cli._options import ALL_HERE, AsOf, Config, Inventories, day
from debtaudit.cli._session import finish, read, refuse, terminal, write_out


class Form(StrEnum):
    """How it is written."""

    table = "table"
    json = "json"


def backtest(
    roots: Inventories = ALL_HERE,
    form: Annotated[Form, typer.Option("--format", help="json for programs.")] = Form.table,
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Tell how the forecasts of past quarters fared.

    Audits each quarter's end of the log again with what was known then, and compares with the incidents after it:
    intervals, Brier and log score against a constant base rate, and the order of the backlog.
    """
    from debtaudit.domain.problem import errors
    from debtaudit.flow import audit
    from debtaudit.hindsight import replayed
    from debtaudit.ledger.score import scores
    from debtaudit.report.formats.backtest import backtest_json, print_backtest

    until = day(as_of)
    inventory, settings, problems = read(roots, config)
    refuse(errors(problems), roots, until, config)
    now = audit(inventory, until, settings)
    refuse(errors(now.problems), roots, until, config)
    quarters = replayed(inventory, until, settings)
    made = scores(quarters)
    if form is Form.json:
        write_out(backtest_json(quarters, made, until))
    else:
        with terminal() as out:
            print_backtest(str(inventory.organisation.name or ""), quarters, made, out)
    finish(now)
