"""The teams page's title, and what it adds to the backlog."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import count, upper
from debtaudit.report.blocks import Block, Paragraph, Title, line
from debtaudit.report.owners import owners
from debtaudit.report.section import section


@section("teams", place=10)
def teams_title(audit: Audit) -> Iterator[Block]:
    """Yield the title."""
    found = [each for each in owners(audit) if each.id]
    with_debt = sum(bool(each.items) for each in found)
    if not found:
        yield Title(line("No team is described."))
        yield Paragraph(line("State an owner for each asset, and each debt will have somebody to repay it."))
        return
    yield Title(
        line(f"{upper(count(with_debt, 'team has', 'teams have'))} debt to repay."),
        (
            line(
                "A debt belongs to the team that owns its asset. What it costs may fall on others: that part is told "
                "beside it, and once more on the page of the team that bears it."
            ),
        ),
    )
