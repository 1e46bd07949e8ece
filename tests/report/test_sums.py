"""Sums: their range is drawn, never added from the ends."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.risk import Range
from debtaudit.report.sums import added, parts, together
from tests.report.example import INTENT, TONE, item

AMOUNTS = st.floats(0, 1e6)
RANGES = st.builds(lambda low, middle, high: Range(low + middle, low, low + middle + high), AMOUNTS, AMOUNTS, AMOUNTS)


@given(st.lists(RANGES, max_size=8))
def test_the_range_of_a_sum_lies_inside_the_sum_of_the_ends(ranges: list[Range]) -> None:
    whole = together(ranges)
    assert whole.mean == pytest.approx(sum(each.mean for each in ranges))
    assert sum(each.p10 for each in ranges) <= whole.p10 * (1 + 1e-9) + 1e-6
    assert whole.p90 <= sum(each.p90 for each in ranges) * (1 + 1e-9) + 1e-6


def test_independent_amounts_spread_by_the_square_root() -> None:
    whole = together([Range(100, 50, 200)] * 4)
    assert (whole.mean, whole.p10, whole.p90) == (400, 300, 600)


def test_a_finding_whose_events_are_counted_elsewhere_adds_only_its_friction() -> None:
    covered = replace(item("late-labels", INTENT, interest=5_000), overlaps="concept-drift@order-intent")
    assert added(covered) == Range(300, 300, 300)


def test_parts_add_up_to_the_whole() -> None:
    items = [item("a", INTENT, interest=600), item("b", TONE, interest=300), item("c", INTENT, interest=100)]
    found = parts(items, lambda each: each.finding.asset.id)
    assert [(part.name, part.share, len(part.items)) for part in found] == [("order-intent", 0.7, 2), ("tone", 0.3, 1)]
