"""Widths of text, and what is cut or broken to fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from debtaudit.report.charts.lettering import broken, cut, shortened, width

NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)


def test_text_that_fits_is_left_as_it_is() -> None:
    assert cut("Order chat", 100, 12.5) == "Order chat"
    assert broken("Order chat", 100, 12.5) == ("Order chat",)
    assert shortened("Order chat", 10) == "Order chat"


def test_text_that_does_not_fit_ends_with_an_ellipsis() -> None:
    assert cut("Nightly chat-order join", 90, 12.5) == "Nightly chat…"
    assert broken("chat-orders-joined", 80, 12.5) == ("chat-orders-", "joined")
    assert shortened("Customers found three of its incidents", 20) == "Customers found…"


@given(NAMES, st.floats(20, 200))
def test_nothing_is_wider_than_the_room_it_was_given(name: str, most: float) -> None:
    assert width(cut(name, most, 12.5), 12.5) <= most
    assert all(width(line, 12.5) <= most for line in broken(name, most, 12.5))
    assert len(broken(name, most, 12.5)) <= 2


def test_marks_that_are_not_seen_take_no_room() -> None:
    assert width("\N{RIGHT-TO-LEFT OVERRIDE}abc", 10) == width("abc", 10)


@given(NAMES, st.integers(5, 80))
def test_shortened_text_is_never_longer(name: str, most: int) -> None:
    assert len(shortened(name, most)) <= most
