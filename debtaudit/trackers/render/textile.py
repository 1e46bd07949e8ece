"""Blocks as Textile, in which Redmine keeps descriptions unless it is set to Markdown.

Textile has no escape that works everywhere, but it leaves numbered entities alone: every sign that could be markup is
written as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from debtaudit.trackers.block import (
    Block,
    Code,
    Heading,
    Line,
    Link,
    Paragraph,
    Points,
    Run,
    Strong,
    Table,
    Verbatim,
)
from debtaudit.trackers.quiet import NO_WIDTH, apart, lines, one_line, quiet
from debtaudit.trackers.render._shape import page, row, starred, unbegun

MARKUP: Final = {ord(sign): f"&#{ord(sign)};" for sign in "!\"#$%&'()*+-/:<=>?@[\\]^_`{|}~"}
LINE_BEGINS: Final = re.compile(r"(h[1-6]|p|bq|bc|fn[0-9]+|pre|table|notextile)(?=\.)", re.IGNORECASE)
RAW: Final = re.compile("(?<==)(?==)")
"""Between the two signs that begin and end what is taken as it is, across the ends of elements."""
ENDS_VERBATIM: Final = re.compile(r"<(?=/?\s*(pre|code|notextile))", re.IGNORECASE)


def render(blocks: Iterable[Block]) -> str:
    """Write blocks as Textile, with one line end at the end."""
    return page(blocks, _block)


def text(words: str) -> str:
    """Write words that stand inside a line."""
    return quiet(words).translate(MARKUP)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"h3. {text(block.text)}"
        case Paragraph():
            return f"p. {said}" if (said := _line(block.line)) else ""
        case Points():
            return starred(block, _line)
        case Table():
            return "\n".join(_table(block))
        case Verbatim():
            return _verbatim(block.text)


def _table(table: Table) -> Iterator[str]:
    yield f"|{'|'.join(f'_. {text(title)}' for title in table.titles)}|"
    for cells in table.rows:
        yield f"|{'|'.join(f' {_line(cell)} ' for cell in cells)}|"


def _verbatim(words: str) -> str:
    """Keep lines as they are; an empty one gets a space of no width, for it would end what is kept."""
    body = [_kept(each) or NO_WIDTH for each in lines(words)]
    return "\n".join(["<pre>", *body, "</pre>"]) if body else ""


def _kept(words: str) -> str:
    """Write words inside of an element whose content is taken as it is: they must not end it."""
    return ENDS_VERBATIM.sub(f"<{NO_WIDTH}", words)


def _line(runs: Line) -> str:
    return unbegun(" ".join(row(runs, _run).split()), LINE_BEGINS)


def _run(run: Run) -> str:
    match run:
        case str():
            return apart(run, text(run))
        case Strong():
            return f"*{said}*" if (said := text(run.text)) else ""
        case Code():
            return (
                f" <code>{_kept(RAW.sub(NO_WIDTH, said))}</code>" if (said := one_line(run.text)) else ""
            )  # no blank, no code
        case Link():
            return f'"{text(run.text)}":{run.href} '  # the blank ends the address
