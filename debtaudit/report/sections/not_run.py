"""What could not be looked for. It stands above everything else: not run is never the same as clean."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import count, upper
from debtaudit.report.blocks import Block, Notice, Run, line
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.section import section

MOST, ERROR = 3, 200


@section("index", place=5)
def not_run(audit: Audit) -> Iterator[Block]:
    """Yield the debts whose check failed."""
    failed = audit.detected.not_run
    if not failed:
        return
    told = tuple(line(Run(each.debt, "code"), f": {shortened(each.error, ERROR)}") for each in failed[:MOST])
    number = upper(count(len(failed), "check", "checks"))
    yield Notice(line(f"{number} could not run, so what they look for is unknown and not in the figures."), told)
