from __future__ import annotations

from textwrap import dedent

from hypothesis import given

from debtaudit.trackers.block import Blocks, Code, Heading, Link, Paragraph, Points, Strong, Table, Verbatim, line
from debtaudit.trackers.render.plain import render
from tests.trackers.hostile import BLOCKS, says, squeezed


def test_a_ticket_reads_well_without_any_markup() -> None:
    blocks = (
        Paragraph(line("On ", Code("order-intent"), ": 13% worse, ", Strong("now"), ".")),
        Heading("What to do"),
        Points((line("Join them"), line("See ", Link("it", "https://good.example/"))), ordered=True),
        Points((line("one"),)),
        Table(("Fact", "Value"), ((line("x"), line("none")),)),
        Verbatim("debtaudit explain x@y"),
    )
    assert render(blocks) == dedent("""\
        On order-intent: 13% worse, now.

        What to do:

        1. Join them
        2. See it (https://good.example/)

        - one

        - Fact: x, Value: none

            debtaudit explain x@y
        """)


@given(BLOCKS)
def test_it_is_plain_text_that_can_be_written(blocks: Blocks) -> None:
    written = render(blocks)
    assert all(sign.isprintable() or sign in "\n\u200c\u200d" for sign in written)
    for block in blocks:
        if isinstance(block, (Heading, Verbatim)):
            assert all(said in squeezed(written) for said in says(block))
