"""Blocks as the Markdown of GitHub, which GitLab, Linear and Redmine read too.

Every sign that could begin markup has a backslash before it. Beginnings of lines have one more rule each: lists, and
on GitLab commands such as /close, which run in the name of whoever imports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
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
from debtaudit.trackers.render._shape import page, row

MARKUP: Final = {ord(sign): f"\\{sign}" for sign in "\\`*_{}[]<>#!|~$&^"}
LINE_BEGINS: Final = re.compile(r"[-+=/:]|[0-9]+(?=[.)])")
COMMAND: Final = re.compile(r"^(\s*)(?=/\w)")


def render(blocks: Iterable[Block]) -> str:
    """Write blocks as Markdown, with one line end at the end."""
    return page(blocks, _block)


def text(words: str) -> str:
    """Write words that stand inside a line."""
    return quiet(words).translate(MARKUP)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"### {text(block.text)}"
        case Paragraph():
            return _line(block.line)
        case Points():
            return "\n".join(_points(block))
        case Table():
            return "\n".join(_table(block))
        case Verbatim():
            return _verbatim(block.text)


def _points(points: Points) -> Iterator[str]:
    for number, each in enumerate(points.lines, start=1):
        yield f"{number}. {_line(each)}" if points.ordered else f"- {_line(each)}"


def _table(table: Table) -> Iterator[str]:
    yield _row(text(title) for title in table.titles)
    yield _row("---" for _title in table.titles)
    for cells in table.rows:
        yield _row(row(cell, partial(_run, in_table=True)).strip() for cell in cells)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _verbatim(words: str) -> str:
    """Fence text with more backticks than it holds; a fence that is misread must not set a command free."""
    fence = "`" * max(3, _longest_row_of_backticks(words) + 1)
    body = "\n".join(COMMAND.sub(rf"\1{NO_WIDTH}", each) for each in lines(words))
    return f"{fence}\n{body}\n{fence}"


def _line(runs: Line) -> str:
    """Write a line at the beginning of which nothing but text can begin."""
    written = row(runs, _run).strip()
    begins = LINE_BEGINS.match(written)
    if not begins:
        return written
    number = begins[0] if begins[0].isdecimal() else ""
    return f"{number}\\{written[len(number) :]}"


def _run(run: Run, *, in_table: bool = False) -> str:
    match run:
        case str():
            return apart(run, text(run))
        case Strong():
            return _strong(one_line(run.text))
        case Code():
            return _code(run.text, in_table=in_table)
        case Link():
            return f"[{text(run.text)}]({run.href})"


def _strong(words: str) -> str:
    """Set words in bold, unless a sign at an end of them would keep the asterisks from being read."""
    return f"**{text(words)}**" if words[:1].isalnum() and words[-1:].isalnum() else text(words)


def _code(words: str, *, in_table: bool) -> str:
    words = one_line(words)
    if not words:
        return ""
    if in_table and "|" in words:  # programs disagree on which backslash keeps a bar inside of a cell
        return text(words)
    fence = "`" * (_longest_row_of_backticks(words) + 1)
    return f"{fence} {words} {fence}" if "`" in words else f"{fence}{words}{fence}"


def _longest_row_of_backticks(words: str) -> int:
    return max((len(list(same)) for sign, same in groupby(words) if sign == "`"), default=0)
