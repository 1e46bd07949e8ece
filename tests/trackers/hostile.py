"""Text that tries to be more than text, blocks that are made of it, and what no tracker may find in what is written."""

from __future__ import annotations

import re
from typing import assert_never

from hypothesis import strategies as st

from debtaudit.trackers.block import (
    Block,
    Blocks,
    Code,
    Heading,
    Line,
    Link,
    Paragraph,
    Points,
    Strong,
    Table,
    Verbatim,
    joined,
)  # fmt: skip
from debtaudit.trackers.quiet import NO_WIDTH, lines, one_line

FRAGMENTS = (
    "@bob", "@org/team", "bob@example.com", "#12", "org/repo#1", "org/repo@0123abc", "GH-1", "gh-7", "ABC-123",
    "!12", "&3", "&lt;b&gt;", "&#64;bob", "~bug", '~"bug two"', "%mile", '%"v 1"', "$5", "$`x`$", "$$", "^alert#1",
    "*iteration:4", "[vulnerability:7]", "[[page]]", "[~accountid:5b]", "[~bob]", "group/project>", "0123abcdef",
    "r123", "commit:abc", "/close", "/assign @me", "\n/close\n", "https://evil.example/x",
    "http://github.com/o/r/issues/1", "www.evil.example", "mailto:a@b.example", "javascript:alert(1)",
    "[x](javascript:alert(1))", "[x]: https://evil.example", "<https://evil.example>",
    "![x](https://evil.example/p.png)", "!https://evil.example/p.png!", '"x":https://evil.example',
    "[x|https://evil.example]", "<img src=x onerror=alert(1)>", "<!-- debtaudit:v1 -->", "</p>", "<script>",
    "<pre>", "</pre>", "<notextile>", "==", "]]>", "{code}", "{noformat}", "{{toc}}", "{color:red}", "{html}", "{",
    "}", "|", "||", "\\", "\\\\", "\\|", "`", "``", "```", "~~~", "\n```\n/close", "$(x)", ":rocket:",
    "::include{file=x}", ":)", "(y)", "(!)", "h1. x", "bq. x", "p. x", "# x", "- x", "* x", "1. x", "1) x", "> x",
    "---", "===", "+ x", "=cmd|' /c calc'!A0", "_x_", "*x*", "**x**", "~x~", "-x-", "+x+", "^x^", "??x??", "%x%",
    "@x@", "\t", "\r", "\n", "\r\n", "\x00", "\x1b[31m", "\u2028", "\u202e", "\u200b", "\u200d", "\u2060", "\ud800",
    "\ufeff", "\ufffe", "＝1", "＠bob", "é", "日本", "🙂", "a", "7", " ", "", "ok", "precision 0.88",
)  # fmt: skip
"""Pieces that mean something to some tracker, alone or beside others."""
TEXTS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=4)), max_size=6).map("".join)
LINKS = st.builds(Link, TEXTS, st.sampled_from(["https://good.example/a(b)?c=d|e]*_x_", "http://good.example/"]))
LINES: st.SearchStrategy[Line] = st.lists(
    st.one_of(TEXTS, st.builds(Strong, TEXTS), st.builds(Code, TEXTS), LINKS), max_size=4
).map(tuple)
SEVERAL = st.lists(LINES, min_size=1, max_size=3).map(tuple)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 3))
    titles = draw(st.lists(TEXTS, min_size=width, max_size=width))
    rows = draw(st.lists(st.lists(LINES, min_size=width, max_size=width).map(tuple), max_size=2))
    return Table(tuple(titles), tuple(rows))


BLOCK: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, TEXTS), st.builds(Paragraph, LINES), st.builds(Points, SEVERAL, st.booleans()), tables(),
    st.builds(Verbatim, TEXTS),
)  # fmt: skip
BLOCKS: st.SearchStrategy[Blocks] = st.lists(BLOCK, max_size=4).map(tuple)

CALLS = {
    "a mention": r"@\w",
    "an issue": r"#\d",
    "a merge request": r"!\d",
    "an epic": r"&\d",
    "a label": r"~[\w\"]",
    "a milestone": r"%[\w\"]",
    "a snippet": r"\$\d",
    "a ticket": r"\b[A-Z][A-Z0-9_]*-\d",
    "an old issue": r"\b[gG][hH]-\d",
    "a revision": r"\b[rR]\d+\b",
    "a commit": r"\b[0-9a-fA-F]{7,}\b",
    "an address": r"[A-Za-z]://",
    "a page": r"\bwww\.\w",
    "an emoji": r":[a-z_]+:",
    "a wiki page": r"\[\[",
    "a bracket reference": r"\[[a-z_]+:\w",
    "a macro": r"\{\{\w",
}
"""What trackers look for in text, written anew from their documentation and not from our own pattern."""


def called(text: str) -> list[str]:
    """Name everything that a tracker would act upon in some text."""
    return [name for name, pattern in CALLS.items() if re.search(pattern, text)]


def words_of(runs: Line) -> str:
    """Return what a line says."""
    return "".join(one_line(run if isinstance(run, str) else run.text) for run in joined(runs))


def says(block: Block) -> list[str]:
    """Return what each line of a block says, blanks aside."""
    match block:
        case Heading():
            found = [one_line(block.text)]
        case Paragraph():
            found = [words_of(block.line)]
        case Points():
            found = [words_of(each) for each in block.lines]
        case Table():
            found = [*map(one_line, block.titles), *(words_of(cell) for row in block.rows for cell in row)]
        case Verbatim():
            found = lines(block.text)
        case _:
            assert_never(block)
    return [said for each in found if (said := squeezed(each))]


def squeezed(text: str) -> str:
    """Return text without any blank, to compare what is said whatever parts the words."""
    return "".join(text.replace(NO_WIDTH, "").split())
