"""Who carries the cost: shares by the team that owns the asset, on the page of teams."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.report import breakdown
from debtaudit.report.blocks import Block
from debtaudit.report.section import section


@section("teams", place=40, share="half")
def teams_by_team(audit: Audit) -> Iterator[Block]:
    """Yield the shares."""
    yield from breakdown.by_team(audit)
