"""Whole numbers: nothing is a cent off, and what is rounded for readers still adds up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.ledger.amounts import Amounts, hundredths, read, total, written
from debtaudit.ledger.rounding import rounded

whole = st.integers(-(10**12), 10**12)
amounts = st.builds(Amounts, whole, whole, whole, whole)


@given(whole)
def test_an_amount_is_read_as_it_was_written(value: int) -> None:
    assert read(written(value)) == value


@pytest.mark.parametrize("text", ["12", "12.5", "12.345", "1,2.00", "--1.00", "", "1e3.00", "٣.00"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        read(text)


def test_hundredths_are_the_nearest() -> None:
    assert (hundredths(0.1 + 0.2), hundredths(12484.204)) == (30, 1248420)


@given(st.lists(amounts))
def test_sums_and_differences_are_exact(several: list[Amounts]) -> None:
    everything = total(several)
    for each in several:
        everything = everything - each
    assert everything == Amounts() and not everything


@given(whole, st.lists(whole, max_size=8))
def test_rounded_parts_still_lead_from_opening_to_closing(opening: int, parts: list[int]) -> None:
    first, middle, last = rounded(opening, parts)
    assert first + sum(middle) == last
    assert abs(first * 100 - opening) <= 50 and abs(last * 100 - opening - sum(parts)) <= 50
    assert all(abs(shown * 100 - part) < 200 for shown, part in zip(middle, parts, strict=True))
    assert all(shown == 0 for shown, part in zip(middle, parts, strict=True) if part == 0)


def test_whole_parts_stay_as_they_are() -> None:
    assert rounded(100_00, [20_00, -5_00]) == (100, (20, -5), 115)
