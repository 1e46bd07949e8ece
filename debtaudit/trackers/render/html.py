"""Blocks as HTML, for descriptions of Azure DevOps: eleven elements, one attribute, everything else is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

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
from debtaudit.trackers.quiet import apart, lines, quiet
from debtaudit.trackers.render._shape import row


def render(blocks: Iterable[Block]) -> str:
    """Write blocks as HTML in one line: cells of a CSV file need no breaks then, but for what is verbatim."""
    return "".join(_block(block) for block in blocks)


def text(words: str) -> str:
    """Write words that stand inside a line."""
    return escape(quiet(words))


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"<h3>{text(block.text)}</h3>"
        case Paragraph():
            return f"<p>{_line(block.line)}</p>"
        case Points():
            items = "".join(f"<li>{_line(each)}</li>" for each in block.lines)
            return f"<ol>{items}</ol>" if block.ordered else f"<ul>{items}</ul>"
        case Table():
            titles = "".join(f"<th>{text(title)}</th>" for title in block.titles)
            rows = "".join(f"<tr>{''.join(f'<td>{_line(cell)}</td>' for cell in cells)}</tr>" for cells in block.rows)
            return f"<table><tr>{titles}</tr>{rows}</table>"
        case Verbatim():
            return f"<pre>{escape(chr(10).join(lines(block.text)))}</pre>"


def _line(runs: Line) -> str:
    return row(runs, _run).strip()


def _run(run: Run) -> str:
    match run:
        case str():
            return apart(run, text(run))
        case Strong():
            return f"<strong>{text(run.text)}</strong>"
        case Code():
            return f"<code>{text(run.text)}</code>"
        case Link():
            return f'<a href="{escape(run.href)}">{text(run.text)}</a>'
