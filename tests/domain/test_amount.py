"""Numbers as people type them: what can be read in one way is read so, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.amount import amount, grouped


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("9000", 9000), ("9,000", 9000), ("9_000", 9000), ("9 000", 9000), ("1 234 567.5", 1234567.5), ("9k", 9000),
        ("9K", 9000), ("9 k", 9000), ("1.5M", 1.5e6), ("0.25", 0.25), ("-3", -3), ("+7", 7), ("1,200k", 1.2e6),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(typed: str, value: float) -> None:
    assert amount(typed) == value


@pytest.mark.parametrize(
    "typed", ["9,5", "1,5M", "12,00", "1,2345", "1.5m", "2bn", "9kk", "k", "", ".", "1e5", "€9", "nan", "9" * 30, "٣"]
)
def test_what_can_be_read_in_two_ways_is_no_amount(typed: str) -> None:
    with pytest.raises(ValueError, match="is"):
        amount(typed)


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_whatever_is_written_in_full_is_read_as_the_same(number: int) -> None:
    assert amount(grouped(number)) == number


@given(st.from_regex(r"[0-9]{1,6}(\.[0-9]{1,3})?", fullmatch=True))
def test_a_letter_is_a_thousand_or_a_million_times_the_number(digits: str) -> None:
    assert amount(f"{digits}k") == pytest.approx(1000 * amount(digits))
    assert amount(f"{digits}M") == pytest.approx(1e6 * amount(digits))
