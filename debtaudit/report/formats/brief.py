"""The board's page as one page of Markdown, for mail: what it costs, what to decide, what is set aside or unknown."""

from __future__ import annotations

from debtaudit.domain.audit import Audit
from debtaudit.domain.phrases import day
from debtaudit.ledger.review import Review
from debtaudit.report.choices import organisation
from debtaudit.report.comparing import dated
from debtaudit.report.formats.markdown import harmless, markdown
from debtaudit.report.section import filled

SECTIONS = ("not_run", "title", "three_sums", "decisions", "accepted", "how_much_we_know")


def brief(audit: Audit, review: Review | None = None) -> str:
    """Write the brief."""
    audit = dated(audit, review)
    sections = {each.section.name: each.blocks for each in filled("index", audit, review=review)}
    blocks = [block for name in SECTIONS for block in sections.get(name, ())]
    name = harmless(organisation(audit))
    head = f"{name}, AI debt review, {day(audit.as_of)}" if name else f"AI debt review, {day(audit.as_of)}"
    end = "Ranges hold in eight of ten cases; unknown is counted apart from fine. Made with debtaudit."
    return f"{head}\n\n{markdown(blocks)}\n{end}\n"
