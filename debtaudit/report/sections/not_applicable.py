"""What was not asked because it makes no sense for an asset: counted by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import upper
from debtaudit.report.blocks import Block, Cell, Column, Heading, Table, line
from debtaudit.report.section import section

MOST = 20


@section("backlog", place=50)
def not_applicable(audit: Audit) -> Iterator[Block]:
    """Yield the reasons, the most frequent first."""
    reasons = Counter(each.reason for each in audit.detected.excluded)
    if not reasons:
        return
    yield Heading(
        f"Not applicable: {len(audit.detected.excluded):,}",
        "Questions that make no sense for an asset, by reason",
        anchor="not-applicable",
    )
    ordered = sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
    shown = [
        *ordered[:MOST],
        *([("other reasons", sum(number for _, number in ordered[MOST:]))] if ordered[MOST:] else []),
    ]
    columns = (Column("Reason"), Column("Questions", numeric=True))
    rows = tuple((Cell(line(upper(reason))), Cell(line(f"{number:,}"))) for reason, number in shown)
    yield Table(columns, rows, "Reasons why questions were not asked")
