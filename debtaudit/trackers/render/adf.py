"""Blocks as an Atlassian document, the form in which Jira Cloud takes texts over its interface.

Its text nodes are inert: nothing in them is looked at, so text stays as it is. Empty nodes are not allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    joined,
)
from debtaudit.trackers.quiet import apart, lines, one_line

Node = dict[str, object]


def render(blocks: Iterable[Block]) -> Node:
    """Return blocks as a document node, of plain values that JSON can hold."""
    return {"version": 1, "type": "doc", "content": [node for block in blocks for node in _block(block)]}


def _block(block: Block) -> Iterator[Node]:
    match block:
        case Heading():
            yield {"type": "heading", "attrs": {"level": 3}, "content": list(_text(block.text))}
        case Paragraph():
            yield _paragraph(block.line)
        case Points() if block.lines:
            items = [_node("listItem", [_paragraph(each)]) for each in block.lines]
            yield _node("orderedList" if block.ordered else "bulletList", items)
        case Table() if block.titles:
            yield _node("table", [_titles(block), *(_row("tableCell", row) for row in block.rows)])
        case Verbatim():
            said = "\n".join(lines(block.text))
            yield _node("codeBlock", [{"type": "text", "text": said}] if said else [])
        case Points() | Table():
            return


def _titles(table: Table) -> Node:
    return _row("tableHeader", [(Strong(title),) for title in table.titles])


def _row(cell: str, row: Iterable[Line]) -> Node:
    return _node("tableRow", [_node(cell, [_paragraph(each)]) for each in row])


def _paragraph(runs: Line) -> Node:
    return _node("paragraph", [node for run in joined(runs) for node in _run(run)])


def _node(kind: str, content: list[Node]) -> Node:
    return {"type": kind, "content": content}


def _run(run: Run) -> Iterator[Node]:
    match run:
        case str():
            yield from _node_of(apart(run, one_line(run)))
        case Strong():
            yield from _text(run.text, {"type": "strong"})
        case Code():
            yield from _text(run.text, {"type": "code"})
        case Link():
            yield from _text(run.text, {"type": "link", "attrs": {"href": run.href}})


def _text(words: str, mark: Node | None = None) -> Iterator[Node]:
    yield from _node_of(one_line(words), mark)


def _node_of(words: str, mark: Node | None = None) -> Iterator[Node]:
    if words:
        yield {"type": "text", "text": words, **({"marks": [mark]} if mark else {})}
