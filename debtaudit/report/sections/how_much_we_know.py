"""How much is known: what was found, what is fine, what nobody could tell, and what is worth most to find out."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.audit import Audit
from debtaudit.domain.finding import OpenQuestion
from debtaudit.domain.phrases import count, percent
from debtaudit.report.blocks import Block, Cell, Column, Entries, Entry, Heading, Picture, Subheading, Table, line
from debtaudit.report.charts.bars import Bar
from debtaudit.report.charts.lettering import shortened
from debtaudit.report.charts.stripe import stripe
from debtaudit.report.choices import Prices
from debtaudit.report.section import section

WIDE, NARROW = 320, 354
DEAREST, NAME = 3, 56


@section("index", place=80, share="third", side=2)
def how_much_we_know(audit: Audit) -> Iterator[Block]:
    """Yield the shares of questions by their answer, and the dearest that are open."""
    detected = audit.detected
    asked = len(detected.findings) + detected.clean + len(detected.gaps)
    beside = count(len(detected.excluded), "more does not apply", "more do not apply")
    yield Heading("How much we know", f"Answers to {count(asked, 'question')}; {beside}")
    if asked:
        yield _picture(audit, asked)
    worth = [each for each in audit.unknowns if each.interest > 0][:DEAREST]
    if worth:
        yield Subheading("Dearest not to know, a quarter")
        yield Entries(tuple(_entry(each, Prices.of(audit)) for each in worth))


def _picture(audit: Audit, asked: int) -> Picture:
    detected = audit.detected
    counts = (
        ("Fine", detected.clean, "series-2"),
        ("Debt found", len(detected.findings), "risk"),
        ("Unknown, which is not fine", len(detected.gaps), "hollow"),
    )
    parts = [
        Bar(name, number / asked, f"{number:,} · {percent(number / asked)}", role=role) for name, number, role in counts
    ]
    says = "; ".join(f"{name}: {number:,} of {asked:,}" for name, number, _role in counts) + "."
    table = Table(
        (Column("Answer"), Column("Questions", numeric=True)),
        tuple((Cell(line(name)), Cell(line(f"{number:,}"))) for name, number, _role in counts),
    )
    return Picture(stripe(parts, WIDE, says), stripe(parts, NARROW, says), table)


def _entry(question: OpenQuestion, prices: Prices) -> Entry:
    gap = question.gap
    facts = ", ".join(gap.facts[:2]) + (", …" if len(gap.facts) > 2 else "")  # noqa: PLR2004 - two are told
    return Entry(
        line(shortened(f"{gap.asset.label}: {gap.debt.name[:1].lower()}{gap.debt.name[1:]}?", NAME)),
        shortened(f"{facts} would tell", NAME),
        prices.amount(question.interest),
    )
