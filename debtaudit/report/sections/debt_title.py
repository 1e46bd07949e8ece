"""A debt's title: what it is, and how often it was found."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Debt
from debtaudit.domain.phrases import count, sentence, upper
from debtaudit.report.blocks import Block, Run, Title, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.section import section

NAME = 100


@section("debt", place=10)
def debt_title(audit: Audit, debt: Debt) -> Iterator[Block]:
    """Yield the title."""
    found, unknown = len(audit.of(debt.slug)), len(audit.open_of(debt.slug))
    counted = (
        f"{count(found, 'asset has it', 'assets have it')}; {count(unknown, 'question is', 'questions are')} open. "
    )
    slug = line(upper(counted), "In files and settings it is ", Run(debt.slug, "code"), ".")
    yield Title(line(f"{shortened(debt.name, NAME)}."), (line(sentence(debt.definition)), slug))
