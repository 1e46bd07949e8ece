"""Blocks as plain text, for spreadsheets and for whatever knows no markup."""

from __future__ import annotations

from collections.abc import Iterable

from debtaudit.trackers.block import Block, Heading, Line, Link, Paragraph, Points, Run, Table, Verbatim
from debtaudit.trackers.quiet import LONGEST, lines, one_line
from debtaudit.trackers.render._shape import page


def render(blocks: Iterable[Block]) -> str:
    """Write blocks as plain text, with one line end at the end."""
    return page(blocks, _block)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{one_line(block.text)}:"
        case Paragraph():
            return _line(block.line)
        case Points():
            signs = (f"{number}." if block.ordered else "-" for number in range(1, len(block.lines) + 1))
            return "\n".join(f"{sign} {_line(each)}" for sign, each in zip(signs, block.lines, strict=True))
        case Table():
            return "\n".join(f"- {_row(block.titles, row)}" for row in block.rows)
        case Verbatim():
            return "\n".join(f"    {each}" for each in lines(block.text))


def _row(titles: Iterable[str], row: Iterable[Line]) -> str:
    return ", ".join(f"{one_line(title)}: {_line(cell)}" for title, cell in zip(titles, row, strict=True))


def _line(runs: Line) -> str:
    return one_line("".join(_run(run) for run in runs), most=10 * LONGEST)


def _run(run: Run) -> str:
    match run:
        case str():
            return run
        case Link():
            return run.href if run.text == run.href else f"{run.text} ({run.href})"
        case _:
            return run.text
