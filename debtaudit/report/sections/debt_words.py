"""What the catalogue says of a debt: why it is one, what happens if it waits, how to repay it, when it is none."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.debt import Debt
from debtaudit.report.blocks import Block, Heading, Paragraph, Steps, Subheading, marked
from debtaudit.report.debt_page import AFTERWARDS, first_sections, last_sections, paragraphs
from debtaudit.report.section import section


@section("debt", place=20, share="half")
def debt_words(_audit: Audit, debt: Debt) -> Iterator[Block]:
    """Yield its sections, the steps of the repair as steps."""
    yield Heading("What it is")
    for title in (*first_sections(debt), *last_sections(debt)):
        if title in AFTERWARDS and title not in {"Fix", "False alarms", "Source"}:
            continue
        yield Subheading(title)
        if title == "Fix":
            yield Steps(tuple(marked(step) for step in debt.remediation))
        else:
            yield from (Paragraph(marked(each)) for each in paragraphs(debt.section(title)))
