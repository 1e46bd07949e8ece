from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.trackers.quiet import NO_WIDTH, lines, one_line, quiet
from tests.trackers.hostile import FRAGMENTS, TEXTS, called


@given(TEXTS)
def test_nothing_is_left_that_a_tracker_would_act_upon(text: str) -> None:
    assert called(quiet(text)) == []


def test_the_fragments_would_be_acted_upon_otherwise() -> None:
    assert {name for each in FRAGMENTS for name in called(each)} >= {
        "a mention", "an issue", "a merge request", "an epic", "a label", "a milestone", "a snippet", "a ticket",
        "an old issue", "a revision", "a commit", "an address", "a page", "an emoji", "a wiki page",
        "a bracket reference", "a macro",
    }  # fmt: skip


@given(TEXTS)
def test_a_reader_sees_the_same_text(text: str) -> None:
    assert quiet(text).replace(NO_WIDTH, "") == one_line(text)
    assert quiet(quiet(text)) == quiet(text)


@pytest.mark.parametrize(
    "text",
    [
        "precision fell from 0.88 to 0.761, 13% worse",
        "flag-angry: set by hand",
        "AT & T (5 of 7)",
        "2026-09-30",
        "c# x",
    ],
)
def test_what_calls_nobody_stays_as_it_is(text: str) -> None:
    assert quiet(text) == text


@given(st.text())
def test_one_line_is_one_line_that_can_be_written(text: str) -> None:
    said = one_line(text)
    said.encode()
    assert len(said.splitlines()) <= 1
    assert said == said.strip()


def test_what_nobody_sees_is_left_out() -> None:
    assert one_line("a\u202eb\x1b[31m\ud800\u2060\x00 \t c") == "ab[31m\N{REPLACEMENT CHARACTER} c"


def test_emoji_and_words_that_need_joiners_stay_whole() -> None:
    assert one_line("👩\u200d💻 می\u200cخواهم") == "👩\u200d💻 می\u200cخواهم"


def test_long_text_is_cut() -> None:
    assert one_line("x" * 3000) == "x" * 1999 + "…"
    assert sum(map(len, lines("y" * 3000))) == 2000
