"""All checks that could not run, with what they said."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import count, upper
from debtaudit.report.blocks import Block, Notice, Run, line
from debtaudit.report.section import section


@section("backlog", place=20)
def every_failure(audit: Audit) -> Iterator[Block]:
    """Yield the debts whose check failed, each with its error."""
    failed = audit.detected.not_run
    if failed:
        told = tuple(line(Run(each.debt, "code"), f": {each.error}") for each in failed)
        yield Notice(line(f"{upper(count(len(failed), 'check'))} could not run. What they look for is unknown."), told)
