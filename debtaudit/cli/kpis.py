"""`debtaudit kpis`: every key figure of the quarter."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from debtaudit.cli._ledger import Ledger, reviewed
from debtaudit.cli._options import AsOf, Config, Inventory
from debtaudit.cli._session import HERE, fail, finish, nearest, terminal, write_out


class Form(StrEnum):
    """How they are written."""

    table = "table"
    json = "json"
    prometheus = "prometheus"


def kpis(
    root: Inventory = HERE,
    form: Annotated[Form, typer.Option("--format", help="prometheus is for scraping.")] = Form.table,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="FIGURE", help="This one, with all that belongs to it.")
    ] = None,
    ledger: Ledger = None,
    as_of: AsOf = None,
    config: Config = None,
) -> None:
    """Show every key figure of the quarter.

    Each with what it was counted from, its 90 % range, its change since
    the last snapshot, and its target. Missing input is no data, never 0.
    """
    from debtaudit.report.formats.kpis_json import kpis_json
    from debtaudit.report.formats.kpis_prometheus import kpis_prometheus
    from debtaudit.report.formats.kpis_terminal import print_kpis

    _must_be_known(only or ())
    review = reviewed(root, as_of, config, ledger)
    figures = tuple(each for each in review.figures if not only or each.kpi.slug in only)
    if form is Form.json:
        write_out(kpis_json(review, figures))
    elif form is Form.prometheus:
        write_out(kpis_prometheus(review, figures))
    else:
        with terminal() as out:
            print_kpis(review, figures, out, whole=bool(only))
    finish(review.audit)


def _must_be_known(names: list[str] | tuple[()]) -> None:
    from debtaudit.ledger.measure import catalogue

    known = [each.slug for each in catalogue()]
    for name in names:
        if name not in known:
            fail(f"--only {name}: there is no such key figure", nearest(name, known, "`debtaudit kpis` lists them"))
