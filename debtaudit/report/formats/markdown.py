"""Draws blocks as Markdown, for mail, a wiki or a pull request. Pictures become numbers; addresses are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import singledispatch

from debtaudit.report.blocks import (
    Block,
    Cell,
    Decisions,
    Entries,
    Heading,
    Notice,
    Paragraph,
    Picture,
    Reckoning,
    Steps,
    Subheading,
    Sums,
    Table,
    Title,
    plain,
)
from debtaudit.report.charts.lettering import shortened

LONGEST = 1_000
HARMLESS = {**{ord(sign): f"\\{sign}" for sign in "\\|<>`*_[]"}, **{ord(sign): f"{sign}&#8203;" for sign in "@#"}}


def markdown(blocks: Iterable[Block]) -> str:
    """Write blocks one below the other."""
    return "\n\n".join(text for block in blocks if (text := "\n".join(written(block)))) + "\n"


def harmless(text: str) -> str:
    """Keep text from ending a cell, opening a tag or a link, and from mentioning people or tickets.

    Trackers look for mentions after they have read backslashes: only a space of no width behind the sign helps.
    """
    return " ".join(shortened(text, LONGEST).translate(HARMLESS).split())


@singledispatch
def written(_block: Block) -> Iterator[str]:
    """Yield the lines of a block; of what only a page can show, none."""
    yield from ()


@written.register
def _(block: Title) -> Iterator[str]:
    yield f"# {harmless(plain(block.sentence))}"
    for says in block.says:
        yield f"\n{harmless(plain(says))}"


@written.register
def _(block: Notice) -> Iterator[str]:
    yield f"> **{harmless(plain(block.sentence))}**"
    yield from (f"> - {harmless(plain(each))}" for each in block.details)


@written.register
def _(block: Heading) -> Iterator[str]:
    yield f"## {harmless(block.text)}"
    if block.hint:
        yield f"\n{harmless(block.hint)}."


@written.register
def _(block: Subheading) -> Iterator[str]:
    yield f"### {harmless(block.text)}"


@written.register
def _(block: Paragraph) -> Iterator[str]:
    yield harmless(plain(block.line))


@written.register
def _(block: Sums) -> Iterator[str]:
    for each in block.sums:
        says = f" ({harmless(each.says)})" if each.says else ""
        yield f"- {harmless(each.name)}: **{harmless(each.amount)}**{says}"


@written.register
def _(block: Reckoning) -> Iterator[str]:
    yield " ".join(f"{each.sign} {harmless(each.amount)} {harmless(each.name)}".strip() for each in block.terms)


@written.register
def _(block: Decisions) -> Iterator[str]:
    yield from _table(("No.", "Decision", "Cost", "Saves each quarter", "If it waits", "Who"), [
        (each.number, f"**{harmless(each.action)}**<br>{harmless(plain(each.why))}", _two(each.cost, each.days),
         _two(each.saves, each.saves_range), harmless(each.waits), harmless(each.who)) for each in block.choices
    ], "rlrrll")  # fmt: skip
    if block.total:
        cost, days, saves, span = block.total
        yield f"\nAll of them: {_two(cost, days)}, saving {_two(saves, span)} a quarter."


@written.register
def _(block: Entries) -> Iterator[str]:
    for each in block.entries:
        amount = f": {harmless(each.amount)}" if each.amount else ""
        told = "; ".join(harmless(words) for words in (each.urgent, each.says) if words)
        says = f" ({told})" if told else ""
        yield f"- {harmless(plain(each.line))}{amount}{says}"


@written.register
def _(block: Steps) -> Iterator[str]:
    yield from (f"{place}. {harmless(plain(each))}" for place, each in enumerate(block.steps, 1))


@written.register
def _(block: Table) -> Iterator[str]:
    rows = [tuple(_cell(cell) for cell in row) for row in block.rows]
    yield from _table(tuple(harmless(each.title) for each in block.columns), rows,
                      "".join("r" if each.numeric else "l" for each in block.columns))  # fmt: skip


@written.register
def _(block: Picture) -> Iterator[str]:
    if block.numbers:
        yield from written(block.numbers)


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]], sides: str) -> Iterator[str]:
    yield f"| {' | '.join(titles)} |"
    yield f"|{'|'.join('--:' if side == 'r' else '---' for side in sides)}|"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _cell(cell: Cell) -> str:
    return _two(plain(cell.line), plain(cell.below))


def _two(first: str, second: str) -> str:
    return f"{harmless(first)} ({harmless(second)})" if second else harmless(first)
