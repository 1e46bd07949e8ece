"""What a ticket's body is made of: blocks of words, which each markup writes in its own way.

Text is only ever text: it holds no markup, and renderers let none of it become any. A line is a row of plain strings
and of runs that stand out or lead somewhere. A line has no breaks; only `Verbatim` keeps them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from debtaudit.trackers.quiet import one_line

SCHEMES: Final = frozenset({"http", "https"})
IN_ADDRESSES: Final = ":/?#@!$&'+,;=%-._~"
"""Signs that an address keeps. Brackets, stars and parentheses are written as escapes: they are markup somewhere."""


@dataclass(frozen=True, slots=True)
class Strong:
    """A stretch of text that stands out."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A name or a command inside a line, to be copied as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of text that leads to a page on the web; where nothing would be seen, its address is the text.

    Raises:
        ValueError: when the address is not http or https, has no host, or holds a name and password.

    """

    text: str
    href: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "href", address(self.href))
        object.__setattr__(self, "text", one_line(self.text) or self.href)


def address(href: str) -> str:
    """Return an address with every sign escaped that could end it in some markup.

    Raises:
        ValueError: when it is not http or https, has no host, or holds a name and password.

    """
    try:
        parts = urlsplit(href)
        host = parts.hostname
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in SCHEMES or not host or "@" in parts.netloc or not href.isprintable():
        raise ValueError(f"'{href[:80]}' is no address of a page: it must begin with https:// or http:// and a host")
    return quote(href, safe=IN_ADDRESSES)


Run = str | Strong | Code | Link
Line = tuple[Run, ...]


def line(*runs: Run) -> Line:
    """Make a line of text."""
    return runs


def joined(runs: Line) -> Iterator[Run]:
    """Yield the runs of a line for a renderer: plain strings side by side as one, a blank between runs that stand out.

    What is only harmful as a whole, such as `#` and `12`, is seen as a whole, and marks of two runs never meet.
    """
    plain, stood_out = "", False
    for run in runs:
        if isinstance(run, str):
            plain += run
            continue
        if plain or stood_out:
            yield plain or " "
        yield run
        plain, stood_out = "", True
    if plain:
        yield plain


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part of the body."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences."""

    line: Line


@dataclass(frozen=True, slots=True)
class Points:
    """A list of lines; with numbers where their order matters."""

    lines: tuple[Line, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells as there are titles."""

    titles: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.titles) for row in self.rows):
            raise ValueError(f"every row of a table needs {len(self.titles)} cells")


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines to be copied as they are, such as commands."""

    text: str


Block = Heading | Paragraph | Points | Table | Verbatim
Blocks = tuple[Block, ...]


def fit(blocks: Sequence[Block], most: int, written: Callable[[Blocks], str]) -> str:
    """Return the blocks written in at most so many characters; what is cut off at the end is said to be.

    `written` is a renderer. Whole blocks are left out, never parts of them, so that no markup stays open.

    Raises:
        ValueError: when not even the sentence that says so fits.

    """
    for kept in _shorter(tuple(blocks)):
        text = written(kept)
        if len(text) <= most:
            return text
    raise ValueError(f"a ticket's body does not fit into {most} characters")


def _shorter(blocks: Blocks) -> Iterator[Blocks]:
    """Yield all blocks, then ever fewer; a heading is not left alone at the end."""
    yield blocks
    rest = Paragraph(("The rest did not fit into a ticket; ", Code("debtaudit explain"), " tells all of it."))
    for number in range(len(blocks) - 1, 0, -1):
        if not isinstance(blocks[number - 1], Heading):
            yield (*blocks[:number], rest)
    yield (rest,)
