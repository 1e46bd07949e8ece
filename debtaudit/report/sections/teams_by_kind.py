"""Where the cost comes from, by kind of debt, beside who carries it."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.report import breakdown
from debtaudit.report.blocks import Block
from debtaudit.report.section import section


@section("teams", place=30, share="half")
def teams_by_kind(audit: Audit) -> Iterator[Block]:
    """Yield the shares."""
    yield from breakdown.by_kind(audit)
