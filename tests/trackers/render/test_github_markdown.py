from __future__ import annotations

import re
from textwrap import dedent

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from debtaudit.trackers.block import Blocks, Code, Heading, Link, Paragraph, Points, Strong, Table, Verbatim, line
from debtaudit.trackers.render.github_markdown import render
from tests.trackers.hostile import BLOCKS, TEXTS, called, says, squeezed

PARSER = MarkdownIt("gfm-like")  # CommonMark, with GitHub's tables, strikethrough, bare addresses and HTML
assert PARSER.linkify
PARSER.linkify.set({"fuzzy_link": False})  # GitHub takes no `models.py` for an address in Paraguay
OURS = {"heading", "paragraph", "inline", "bullet_list", "ordered_list", "list_item", "table", "thead", "tbody", "tr",
        "th", "td", "fence", "text", "strong", "code_inline", "link", "softbreak"}  # fmt: skip
"""What we write; no image, no HTML, no quotation, no rule, no emphasis, no strikethrough, no line break."""


def tokens(markdown: str) -> list[Token]:
    return [each for token in PARSER.parse(markdown) for each in (token, *(token.children or ()))]


def kind(token: Token) -> str:
    return re.sub("_(open|close)$", "", token.type)


def test_a_ticket_looks_as_people_write_it() -> None:
    blocks = (
        Paragraph(line("On the model ", Code("order-intent"), ": 13% worse.")),
        Heading("What to do"),
        Points((line("Join them"), line("Alert on ", Strong("one"), " limit")), ordered=True),
        Points((line("See ", Link("the page", "https://good.example/a b")),)),
        Table(("Fact", "Value"), ((line(Code("monitoring.quality")), line("none")),)),
        Verbatim("debtaudit explain x@y"),
    )
    assert render(blocks) == dedent("""\
        On the model `order-intent`: 13% worse.

        ### What to do

        1. Join them
        2. Alert on **one** limit

        - See [the page](https://good.example/a%20b)

        | Fact | Value |
        | --- | --- |
        | `monitoring.quality` | none |

        ```
        debtaudit explain x@y
        ```
        """)


@given(BLOCKS)
@example((Paragraph(line("#", "12")),))
@example((Paragraph(line(Code("x"), Code("`@bob ` y"))),))
@example((Table(("a",), ((line(Code("x\\|y")),),)),))
def test_text_becomes_no_markup_and_nothing_is_lost(blocks: Blocks) -> None:
    found = tokens(render(blocks))
    assert {kind(token) for token in found} <= OURS
    assert squeezed("".join(t.content for t in found if t.type in {"text", "code_inline", "fence"})) == "".join(
        said for block in blocks for said in says(block)
    )


@given(BLOCKS)
def test_nobody_is_called_and_nothing_is_referred_to(blocks: Blocks) -> None:
    for token in tokens(render(blocks)):
        if token.type == "text":
            assert called(token.content) == []
        if token.type == "inline" and "code_inline" not in {each.type for each in token.children or ()}:
            assert called("".join(each.content for each in token.children or ())) == []


@given(BLOCKS)
def test_every_link_is_one_of_ours(blocks: Blocks) -> None:
    hrefs = {str(token.attrs["href"]) for token in tokens(render(blocks)) if token.type == "link_open"}
    assert all(href.startswith(("https://good.example/", "http://good.example/")) for href in hrefs)


@given(BLOCKS)
def test_no_line_begins_a_command_of_gitlab(blocks: Blocks) -> None:
    assert not re.search(r"^[\s>]*/\w", render(blocks), re.MULTILINE)


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_there_are_as_many_parts_as_were_written(texts: list[str]) -> None:
    found = tokens(render([Points(tuple(line("x", each) for each in texts))]))
    assert [token.type for token in found].count("list_item_open") == len(texts)
    found = tokens(render([Table(("a", "b"), tuple((line(each), line(Code(each))) for each in texts))]))
    assert [token.type for token in found].count("td_open") == 2 * len(texts)


@pytest.mark.parametrize("text", ["- x", "+ x", "1. x", "2) x", "= x", "/close", "::include{file=x}"])
def test_a_beginning_of_a_line_begins_nothing(text: str) -> None:
    for block in (Paragraph(line(text)), Points((line(text),))):
        assert [t.content for t in tokens(render([block])) if t.type == "text"] != []
        assert "".join(t.content for t in tokens(render([block])) if t.type == "text").replace("\u200b", "") == text
