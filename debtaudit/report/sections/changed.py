"""What somebody set otherwise than by default: of the risk model, of debts, and the targets of key figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import upper
from debtaudit.domain.policy import Policy
from debtaudit.domain.say import say
from debtaudit.domain.settings import Touched
from debtaudit.ledger.measure import Measured
from debtaudit.ledger.review import Review
from debtaudit.report.blocks import Block, Cell, Column, Heading, Line, Paragraph, Run, Table, line
from debtaudit.report.figures import target
from debtaudit.report.section import of_either

COLUMNS = (Column("Setting"), Column("Your value", numeric=True), Column("Default", numeric=True), Column("Written in"))
MEANINGS = {f"policy.{each.name}": said for each in fields(Policy)
            if not (said := str(each.metadata["says"])).startswith("the same")}  # fmt: skip
"""What settings mean, as far as that can be told without the one above in the list of all."""
Row = tuple[Cell, ...]


@of_either("method", place=35)
def changed(audit: Audit, review: Review | None) -> Iterator[Block]:
    """Yield what is no default any more, or that everything is."""
    yield Heading(
        "What was changed", "Settings of the model, thresholds and economics of debts, targets", anchor="changed"
    )
    figures = review.figures if review else ()
    rows = (*map(_setting, audit.touched), *(_target(each, audit.currency) for each in figures if _is_own(each)))
    if rows:
        yield Table(COLUMNS, rows, "Changed settings")
    else:
        yield Paragraph(line("Nothing: every setting, threshold, rate and target is the program's own."))


def _setting(touched: Touched) -> Row:
    where = Run(touched.place.line_only, "code") if touched.place else "the organisation"
    return _row(touched.name, MEANINGS.get(touched.name, ""), _said(touched.value), _said(touched.default), line(where))


def _said(value: object) -> str:
    """Write a value as it was set, to its last digit."""
    return f"{value:,.10g}" if isinstance(value, float) else say(value)


def _is_own(each: Measured) -> bool:
    return each.target is not None and each.target != each.usual_target


def _target(each: Measured, currency: str) -> Row:
    usual = target(replace(each, target=each.usual_target), currency) or "none"
    return _row(f"targets.{each.kpi.slug}", each.kpi.name, target(each, currency), usual, line("the settings"))


def _row(name: str, meaning: str, value: str, default: str, where: Line) -> Row:
    about = line(upper(meaning)) if meaning else ()
    return Cell(line(Run(name, "code")), about), Cell(line(Run(value, "strong"))), Cell(line(default)), Cell(where)
