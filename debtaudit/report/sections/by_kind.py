"""Where the cost comes from, by kind of debt; what is unknown stands beside it."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.report import breakdown
from debtaudit.report.blocks import Block
from debtaudit.report.section import section


@section("index", place=40, share="half", first=True)
def by_kind(audit: Audit) -> Iterator[Block]:
    """Yield the shares."""
    yield from breakdown.by_kind(audit)
