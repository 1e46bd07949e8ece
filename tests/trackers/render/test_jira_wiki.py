"""What is asked here was first asked of Jira Cloud's own parser, which is too large to come along."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
from hypothesis import example, given

from debtaudit.trackers.block import Blocks, Code, Heading, Link, Paragraph, Points, Strong, Table, Verbatim, line
from debtaudit.trackers.quiet import one_line
from debtaudit.trackers.render.jira_wiki import render, text
from tests.trackers.hostile import BLOCKS, TEXTS, called, squeezed

ESCAPE = re.compile(r"(^|(?<!\\))\\([-#*_+?^~|%{}\[\]()!@])")
"""What Jira's renderer takes for an escape, from its source."""
MARKUP = re.compile(r"[*+^~|{}\[\]!]|\?\?|(?<![^\W_])[-_]|[-_](?![^\W_])|\\\\|^(h[1-6]|bq)\.|^[-*#]+ |[:;]-?[()]")


def test_a_ticket_is_written_in_the_signs_of_jira() -> None:
    blocks = (
        Heading("What to do"),
        Points((line("Alert on ", Strong("one"), " limit (soon)"),), ordered=True),
        Paragraph(line("On ", Code("order_intent"), ", see ", Link("it", "https://good.example/a"))),
        Table(("Fact", "Value"), ((line("x"), line("[~bob]")),)),
        Verbatim("debtaudit explain x@y"),
    )
    assert render(blocks) == dedent("""\
        h3. What to do

        # Alert on *one* limit (soon)

        On {{order_intent}}, see [it|https://good.example/a]

        ||Fact||Value||
        |x|\\[\u200b\\~\u200bbob\\]|

        {noformat}
        debtaudit explain x@y
        {noformat}
        """)


@given(TEXTS)
@example("\\[x]")
@example("\\\\")
@example("__x__")
def test_no_sign_of_a_text_stays_markup_and_none_is_lost(words: str) -> None:
    written = text(words)
    assert not MARKUP.search(re.sub("^(h[1-6]|bq)", "", ESCAPE.sub("\N{BULLET}", written), flags=re.IGNORECASE))
    assert squeezed(ESCAPE.sub(r"\2", written)) == squeezed(one_line(words))


@given(TEXTS)
def test_nobody_is_called_and_nothing_is_referred_to(words: str) -> None:
    assert called(ESCAPE.sub(r"\2", text(words))) == []


@pytest.mark.parametrize("words", ["h1. x", "BQ. x", "# x", "- x", "* x", "---- x"])
def test_a_beginning_of_a_line_begins_nothing(words: str) -> None:
    for written in (
        render([Paragraph(line(words))]),
        render([Table((words,), ())])[2:],
        render([Points((line(words),))])[2:],
    ):
        assert not re.match(r"(h[1-6]|bq)\.|[-*#]", written, re.IGNORECASE)


@pytest.mark.parametrize("run", [Strong("+x+"), Strong("(y)"), Link("!x!", "https://good.example/"), Code("}}{x}")])
def test_what_jira_cloud_reads_twice_is_not_marked(run: Strong | Link | Code) -> None:
    written = render([Paragraph((run,))])
    assert not re.match(r"\*|\[!|\{\{", written)
    assert squeezed(ESCAPE.sub(r"\2", written)).startswith(run.text)


def test_a_bar_ends_no_cell() -> None:
    assert render([Table(("a|b",), ((line("c|d"),),))]) == "||a¦b||\n|c¦d|\n"


@given(BLOCKS)
def test_macros_images_and_links_are_only_ours(blocks: Blocks) -> None:
    parts = ESCAPE.sub("", render(blocks)).split("{noformat}")
    assert len(parts) % 2 == 1
    outside = "".join(parts[::2])
    assert not re.search(r"\{[a-z]", outside.replace("{{", "").replace("}}", ""))
    assert "!" not in outside
    assert {href.split("/")[2] for href in re.findall(r"[|[](\w+:[^]\s]*)\]", outside)} <= {"good.example"}
