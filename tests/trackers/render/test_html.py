from __future__ import annotations

from hypothesis import given

from debtaudit.trackers.block import Blocks, Code, Heading, Link, Paragraph, Points, Table, Verbatim, line
from debtaudit.trackers.render.html import render
from tests.trackers.hostile import BLOCKS, called, says, squeezed
from tests.trackers.page import Page

OURS = {"h3", "p", "ul", "ol", "li", "table", "tr", "th", "td", "pre", "code", "strong", "a"}


def test_a_body_is_one_line_of_plain_elements() -> None:
    blocks = (
        Heading("What to do"),
        Points((line("Join them"),), ordered=True),
        Paragraph(line("On ", Code("order-intent"), ": see ", Link("it", "https://good.example/?a=1&b=2"))),
        Table(("Fact",), ((line("5 < 6"),),)),
        Verbatim("a\n  b"),
    )
    assert render(blocks) == (
        "<h3>What to do</h3><ol><li>Join them</li></ol>"
        '<p>On <code>order-intent</code>: see <a href="https://good.example/?a=1&amp;b=2">it</a></p>'
        "<table><tr><th>Fact</th></tr><tr><td>5 &lt; 6</td></tr></table><pre>a\n  b</pre>"
    )


@given(BLOCKS)
def test_text_becomes_no_element_and_nothing_is_lost(blocks: Blocks) -> None:
    page = Page(render(blocks))
    assert set(page.elements) <= OURS
    assert (page.within, page.others) == ([], [])
    assert squeezed("".join(page.texts)) == "".join(said for block in blocks for said in says(block))


@given(BLOCKS)
def test_the_only_attribute_is_the_address_of_one_of_our_links(blocks: Blocks) -> None:
    for element, name, value in Page(render(blocks)).attributes:
        assert (element, name) == ("a", "href")
        assert value.split("/")[2] == "good.example"


@given(BLOCKS)
def test_nobody_is_called_and_nothing_is_referred_to(blocks: Blocks) -> None:
    for text in Page(render(blocks)).outside_code:
        assert called(text.replace("://good.example", "")) == []
