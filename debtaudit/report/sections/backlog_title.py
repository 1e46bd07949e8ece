"""The backlog page's title, how to read its rows, and the checks that failed."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import count, percent, upper
from debtaudit.report.blocks import Block, Title, line
from debtaudit.report.choices import Prices
from debtaudit.report.section import section


@section("backlog", place=10)
def backlog_title(audit: Audit) -> Iterator[Block]:
    """Yield the title."""
    if not audit.items:
        yield Title(line("No debt was found in what is known."))
        return
    interest = Prices.of(audit).span(audit.totals.interest)
    unit = "" if audit.money_known else " in relative units"
    yield Title(
        line(f"{upper(count(len(audit.items), 'debt'))}, the most worthwhile first."),
        (
            line(
                f"Together they cost {interest}{unit} a quarter. {percent(audit.detected.coverage)} of what was asked "
                "has an answer; what has none stands at the end. Each debt leads to its own page: every factor of its "
                "price with the place where it is written, and what to do. Pays tells what a repair returns for its "
                "cost."
            ),
        ),
    )
