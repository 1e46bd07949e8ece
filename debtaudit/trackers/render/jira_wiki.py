"""Blocks as Jira's wiki markup: descriptions of its CSV importer, and of Data Center's interface.

Jira takes a backslash before eighteen signs as an escape, unless another backslash stands before it; two backslashes
are a line break. So a backslash of the text itself is parted from what follows by a space of no width.
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

MARKUP: Final = re.compile(
    r"""
    [*+^~|{}\[\]!]                                 # phrases, cells, macros, links and images
    | (?<![^\W_])[_-] | [_-](?![^\W_])             # phrases, dashes and rules, but not within names
    | \?(?=\?) | (?<=\?)\?                        # citations
    | (?<=[:;-])[()] | \((?=([ynix/?*!+-]|o(n|ff)|flag(off)?|\*[rgby])\))  # faces and signs
    | ^\#                                         # lists
    """,
    re.VERBOSE,
)
SIMPLE: Final = re.compile(r"[^\W_]([^\W_]| )*")
"""Words that may be bold, or lead somewhere: Jira Cloud reads such words once more, when their escapes are gone."""
LINE_BEGINS: Final = re.compile(r"(h[1-6]|bq)(?=\.)", re.IGNORECASE)
ENDS_VERBATIM: Final = re.compile(r"\{(?=noformat)", re.IGNORECASE)


def render(blocks: Iterable[Block]) -> str:
    """Write blocks as wiki markup, with one line end at the end."""
    return page(blocks, _block)


def text(words: str) -> str:
    """Write words that stand inside a line."""
    said = quiet(words).replace("\\", f"\\{NO_WIDTH}")
    return MARKUP.sub(r"\\\g<0>", said)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"h3. {text(block.text)}"
        case Paragraph():
            return _line(block.line)
        case Points():
            return starred(block, _line)
        case Table():
            return "\n".join(_table(block))
        case Verbatim():
            return _verbatim(block.text)


def _code(words: str) -> str:
    """Set words in equal widths, unless they hold what ends that."""
    return f"{{{{{text(words)}}}}}" if words and not set(words) & set("{}|\\") else text(words)


def _table(table: Table) -> Iterator[str]:
    yield f"||{'||'.join(_cell((title,)) for title in table.titles)}||"
    for cells in table.rows:
        yield f"|{'|'.join(map(_cell, cells))}|"


def _cell(runs: Line) -> str:
    """Write a cell; in it a bar is written as a broken one, since Jira Cloud knows no escape there."""
    return re.sub(r"\\\|", "¦", _line(runs)) or " "


def _verbatim(words: str) -> str:
    body = "\n".join(ENDS_VERBATIM.sub("{" + NO_WIDTH, each) for each in lines(words))
    return f"{{noformat}}\n{body}\n{{noformat}}"


def _line(runs: Line) -> str:
    return unbegun(row(runs, _run).strip(), LINE_BEGINS)


def _run(run: Run) -> str:
    match run:
        case str():
            return apart(run, text(run))
        case Strong():
            said = one_line(run.text)
            return f"*{said}*" if SIMPLE.fullmatch(said) else text(said)
        case Code():
            return _code(one_line(run.text))
        case Link():
            return f"[{run.text}|{run.href}]" if SIMPLE.fullmatch(run.text) else f"{text(run.text)} [{run.href}]"
