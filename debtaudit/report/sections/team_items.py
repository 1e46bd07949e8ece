"""A team's own debts, in the order of the backlog."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.report.blocks import Block, Heading
from debtaudit.report.lists import table_of
from debtaudit.report.owners import Owner
from debtaudit.report.section import section


@section("team", place=30)
def team_items(audit: Audit, owner: Owner) -> Iterator[Block]:
    """Yield the debts."""
    if owner.items:
        yield Heading("Its own debts" if owner.id else "Debts that nobody owns", "The most worthwhile first")
        yield table_of(audit, owner.items, "Debts of this team")
