"""What several markups have in common: blocks with an empty line between them, lines of runs, starred lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from debtaudit.trackers.block import Block, Line, Points, Run, joined
from debtaudit.trackers.quiet import NO_WIDTH


def page(blocks: Iterable[Block], written: Callable[[Block], str]) -> str:
    """Return blocks, each `written`, with an empty line between each two and one line end at the end."""
    return "\n\n".join(each for block in blocks if (each := written(block))) + "\n"


def row(runs: Line, written: Callable[[Run], str]) -> str:
    """Return the runs of a line, each `written`."""
    return "".join(map(written, joined(runs)))


def starred(points: Points, written: Callable[[Line], str]) -> str:
    """Return a list as wikis have it: a star before each line, or a hash where their order matters."""
    sign = "#" if points.ordered else "*"
    return "\n".join(f"{sign} {written(each)}" for each in points.lines)


def unbegun(words: str, begins: re.Pattern[str]) -> str:
    """Return a line in which what would begin a block is parted from the rest by a space of no width."""
    found = begins.match(words)
    return f"{found[0]}{NO_WIDTH}{words[found.end() :]}" if found else words
