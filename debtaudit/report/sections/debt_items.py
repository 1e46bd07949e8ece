"""Where a debt was found."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Debt
from debtaudit.report.blocks import Block, Heading
from debtaudit.report.lists import table_of
from debtaudit.report.section import section


@section("debt", place=40)
def debt_items(audit: Audit, debt: Debt) -> Iterator[Block]:
    """Yield the findings."""
    items = audit.of(debt.slug)
    if items:
        yield Heading("Where it was found", "The most worthwhile first")
        yield table_of(audit, items, "Findings of this debt")
