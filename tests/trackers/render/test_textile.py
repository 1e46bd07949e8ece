from __future__ import annotations

import re
from textwrap import dedent

from hypothesis import example, given, settings
from textile import textile

from debtaudit.trackers.block import Blocks, Code, Heading, Link, Paragraph, Points, Strong, Table, Verbatim, line
from debtaudit.trackers.render.textile import render
from tests.trackers.hostile import BLOCKS, called
from tests.trackers.page import Page

OURS = {
    "h3",
    "p",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "th",
    "td",
    "tbody",
    "thead",
    "pre",
    "code",
    "strong",
    "a",
    "br",
    "span",
}


def test_a_ticket_is_written_in_the_signs_of_textile() -> None:
    blocks = (
        Heading("What to do"),
        Points((line("Alert on ", Strong("one"), " limit"),), ordered=True),
        Paragraph(line("On ", Code("order_intent"), ", see ", Link("it", "https://good.example/a"))),
        Table(("Fact", "Value"), ((line("x"), line("5 < 6")),)),
        Verbatim("debtaudit explain x@y"),
    )
    assert render(blocks) == dedent("""\
        h3. What to do

        # Alert on *one* limit

        p. On <code>order_intent</code>, see "it":https://good.example/a

        |_. Fact|_. Value|
        | x | 5 &#60; 6 |

        <pre>
        debtaudit explain x@y
        </pre>
        """)


@settings(max_examples=60)
@given(BLOCKS)
@example((Verbatim("</pre><script>"),))
@example((Paragraph(line("@bob", Code("<img src=x onerror=alert(1)>"))),))
@example((Paragraph(line(Code("==="), Link("%x", "https://good.example/"), Code("==="))),))
@example((Paragraph(line(Link("a", "https://good.example/"), "b")),))
def test_text_becomes_no_element_leads_nowhere_and_calls_nobody(blocks: Blocks) -> None:
    page = Page(re.sub("<br ?/>", "", textile(render(blocks))))
    assert set(page.elements) <= OURS
    assert page.others == []
    for element, name, value in page.attributes:
        assert (element, name, value) == ("span", "class", "caps") or value.split("/")[2] == "good.example"
    for text in page.outside_code:
        assert called(text.replace("://good.example", "")) == []
        assert not re.search(r"\br\d+\b|\b(commit|source|user|project|document):\w", text)
