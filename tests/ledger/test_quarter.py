"""Quarters of the fiscal year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.ledger.quarter import Quarter, quarter_of, read_label, read_typed

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
months = st.integers(1, 12)


def test_a_calendar_year_begins_in_january() -> None:
    assert quarter_of(date(2026, 9, 30)) == Quarter(2026, 3)
    assert (Quarter(2026, 3).first, Quarter(2026, 3).last) == (date(2026, 7, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("day", "start", "label"),
    [(date(2025, 7, 1), 7, "2026-Q1"), (date(2026, 6, 30), 7, "2026-Q4"), (date(2026, 1, 31), 2, "2026-Q4"),
     (date(2026, 2, 1), 2, "2027-Q1"), (date(2026, 12, 31), 12, "2027-Q1"), (date(2026, 4, 6), 4, "2027-Q1")],
)  # fmt: skip
def test_a_fiscal_year_has_the_number_of_the_year_in_which_it_ends(day: date, start: int, label: str) -> None:
    assert quarter_of(day, start).label == label


@given(days, months)
def test_every_day_lies_in_its_quarter_and_in_no_other(day: date, start: int) -> None:
    quarter = quarter_of(day, start)
    assert quarter.holds(day)
    assert not quarter.before().holds(day) and not quarter.after().holds(day)
    assert quarter.after().first == quarter.last + timedelta(days=1)
    assert 89 <= quarter.days <= 92
    assert quarter.before(4).first == quarter.first.replace(year=quarter.first.year - 1)


@given(days, months)
def test_a_label_leads_back_to_its_quarter(day: date, start: int) -> None:
    quarter = quarter_of(day, start)
    assert read_label(quarter.label.lower(), start) == quarter


@pytest.mark.parametrize("typed", ["2026-Q3", "2026Q3", "2026 q3", " 2026-q3 "])
def test_people_may_type_a_quarter_as_they_like(typed: str) -> None:
    assert read_typed(typed, 7) == Quarter(2026, 3, 7)


@pytest.mark.parametrize("typed", ["2026-Q5", "Q3", "20263", "2026--Q3"])
def test_what_is_typed_and_no_quarter_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is no quarter; write it as 2026-Q3"):
        read_typed(typed)


@pytest.mark.parametrize("label", ["2026-Q5", "2026Q3", "Q3", "26-Q1", "0000-Q1", "2026-Q3x", ""])
def test_what_is_no_quarter_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match="is no quarter; write it as 2026-Q3"):
        read_label(label)
