"""A debt's economics: the rates and efforts that its price starts from, before anything is known of an asset."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Debt
from debtaudit.domain.limits import Limit
from debtaudit.domain.phrases import upper
from debtaudit.report.blocks import Block, Cell, Column, Heading, Paragraph, Run, Table, line
from debtaudit.report.debt_page import DebtPage, economics, kinds, remarks, written
from debtaudit.report.section import section


@section("debt", place=30, share="half")
def debt_numbers(audit: Audit, debt: Debt) -> Iterator[Block]:
    """Yield the numbers, and what else bears on its price."""
    page = DebtPage(debt, (), (), {each.name: each.default for each in audit.touched})
    yield Heading("What its price starts from", "Defaults are judgement; incidents and estimates move them")
    rows = [_row(name.replace("_", " "), says, default) for name, says, default in economics(page)]
    limits = [_limit(each, page) for each in page.limits]
    yield Table((Column("Number"), Column("Says")), (*rows, *limits), "Economics and thresholds")
    yield Paragraph(line(f"Looked for on: {kinds(debt)}. ", " ".join(map(upper, remarks(page)))))


def _limit(limit: Limit, page: DebtPage) -> tuple[Cell, ...]:
    says = f"{written(limit.value)}: {limit.says}"
    return _row(limit.name.replace("_", " "), says, page.default("limits", limit.name))


def _row(name: str, says: str, default: object | None) -> tuple[Cell, ...]:
    changed = (Run(f"set here; the default is {written(default)}"),) if default is not None else ()
    return Cell(line(upper(name))), Cell(line(upper(says)), changed)
