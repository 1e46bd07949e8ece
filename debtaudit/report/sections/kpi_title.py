"""The title of the page of key figures: how many can be told, and how to read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from debtaudit.domain.phrases import count, listed, upper, words
from debtaudit.ledger.review import Review
from debtaudit.report.blocks import Block, Title, line
from debtaudit.report.section import of_quarter


@of_quarter("kpi", place=10)
def kpi_title(review: Review) -> Iterator[Block]:
    """Yield the title."""
    known = [each for each in review.figures if each.reading.known]
    has = "has" if len(known) == 1 else "have"
    of = f"{upper(words(len(known)))} of {count(len(review.figures), 'key figure')}"
    told = f"{of} {has} data for {review.quarter.label}."
    yield Title(line(told), (line(_moved(review)), line(
        "An arrow is the direction of the number, and stands only where it moved beyond chance; the word says whether "
        "that is good. What nobody measured is no data, never 0."
    )))  # fmt: skip


def _moved(review: Review) -> str:
    verdicts = Counter(each.verdict for each in review.figures if each.verdict)
    parts = [f"{words(verdicts[name])} got {name}" for name in ("better", "worse") if verdicts[name]]
    met = Counter(each.met for each in review.figures if each.met is not None)
    targets = f"{words(met[True])} of {count(met.total(), 'target')} {'is' if met[True] == 1 else 'are'} met."
    since = f" since {review.before.quarter.label}" if review.before else ""
    return f"{upper(listed(parts))}{since}; {targets}" if parts else upper(targets)
