"""Small pieces of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table, and an empty one; nothing where there are no rows."""
    lines = [f"| {' | '.join(map(cell, row))} |" for row in rows]
    if lines:
        yield from (f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *lines, "")


def cell(text: str) -> str:
    """Keep a text within its cell."""
    return " ".join(text.replace("|", "\\|").split())


def made_from(source: str) -> str:
    """Return the remark that a page is generated."""
    return f"<!-- Made by docs/generate.py from {source}; change it there. -->\n\n"
