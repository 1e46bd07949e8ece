"""Who carries the cost: shares by the team that owns the asset."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.report import breakdown
from debtaudit.report.blocks import Block
from debtaudit.report.section import section


@section("index", place=50, share="half", first=True)
def by_team(audit: Audit) -> Iterator[Block]:
    """Yield the shares."""
    yield from breakdown.by_team(audit)
