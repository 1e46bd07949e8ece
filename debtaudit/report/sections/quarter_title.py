"""The quarter's statement: its title, and what to keep in mind of the two snapshots."""

from __future__ import annotations

from collections.abc import Iterator

from debtaudit.domain.phrases import percent, upper
from debtaudit.ledger.review import Review
from debtaudit.report.blocks import Block, Notice, Title, line
from debtaudit.report.comparing import headline, taken
from debtaudit.report.section import of_quarter

JOINED = "\N{WORD JOINER}"
"""Keeps a quarter's name in one line: a hyphen lets it break."""


@of_quarter("quarter", place=10)
def quarter_title(review: Review) -> Iterator[Block]:
    """Yield the title."""
    made = review.comparison
    if made is None:
        first = "Take a snapshot at the end of each quarter, and the next one will show what changed and why."
        yield Title(line(f"{review.quarter.label} is the first quarter in the ledger."),
                    (line(f"{upper(taken(review))}. {first}"),))  # fmt: skip
        return
    sentence = headline(made).removeprefix(f"{made.after.organisation}: ")
    told = (f"{percent(made.after.coverage)} of what applies is known, {percent(made.before.coverage)} before. "
            "Open debt is what nobody has accepted or called a false positive. The parts add up exactly.")  # fmt: skip
    yield Title(line(upper(sentence).replace("-Q", f"-{JOINED}Q")), (line(told),))
    for note in made.notes:
        yield Notice(line(note))
