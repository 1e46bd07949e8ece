from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debtaudit.trackers.block import Blocks, Heading, Link, Paragraph, Table, address, fit, joined, line
from debtaudit.trackers.render.github_markdown import render
from tests.trackers.hostile import BLOCKS


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "mailto:a@b.example", "file:///etc/passwd",
     "//x.example", "/path", "https://", "https:///x", "http://a:b@x.example", "https://a@x.example",
     "https://x.example/\nfoo", "", "x", "https://[::1", "\u200bhttps://x.example"],
)  # fmt: skip
def test_only_pages_of_the_web_can_be_linked(href: str) -> None:
    with pytest.raises(ValueError, match="no address of a page"):
        Link("x", href)


def test_signs_that_end_an_address_in_some_markup_are_escaped() -> None:
    assert Link("x", "https://x.example/a b(c)[d]|e*f{g}<h>\"i'j").href == (
        "https://x.example/a%20b%28c%29%5Bd%5D%7Ce%2Af%7Bg%7D%3Ch%3E%22i'j"
    )


@pytest.mark.parametrize("text", ["", " ", "\t", "\u200b", "\x1b"])
def test_a_link_that_nobody_would_see_shows_its_address(text: str) -> None:
    assert Link(text, "https://x.example/").text == "https://x.example/"


@given(st.text(max_size=30))
def test_an_address_stays_the_same_when_it_is_checked_again(path: str) -> None:
    try:
        once = address(f"https://x.example/{path}")
    except ValueError:
        return
    assert address(once) == once
    assert once.isascii()


def test_text_side_by_side_is_one_text_and_marks_never_meet() -> None:
    assert list(joined(line("#", "12", Link("a", "https://x.example"), Link("b", "https://x.example"), "c"))) == [
        "#12", Link("a", "https://x.example"), " ", Link("b", "https://x.example"), "c",
    ]  # fmt: skip


def test_a_table_has_a_cell_for_every_title() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        Table(("a", "b"), ((line("x"),),))


@settings(max_examples=50)
@given(BLOCKS, st.integers(200, 2000))
def test_what_is_too_long_is_cut_between_blocks_and_says_so(blocks: Blocks, most: int) -> None:
    written = fit(blocks, most, render)
    assert len(written) <= most
    whole = render(blocks)
    if written != whole:
        assert len(whole) > most
        assert written.endswith("tells all of it.\n")
        kept = written.rpartition("The rest did not fit")[0].rstrip("\n")
        assert whole.startswith(kept)


def test_no_heading_is_left_alone_at_the_end() -> None:
    blocks = (Paragraph(line("first")), Heading("Numbers"), Paragraph(line("x" * 500)))
    assert "Numbers" not in fit(blocks, 300, render)


def test_what_cannot_fit_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="10 characters"):
        fit((Paragraph(line("x" * 500)),), 10, render)
