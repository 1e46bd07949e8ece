"""Bars and stripes: lengths in proportion, nothing drawn for nothing."""

from __future__ import annotations

import re

import pytest

from debtaudit.report.charts.bars import Bar, bars
from debtaudit.report.charts.stripe import stripe


def widths(drawn: object, role: str) -> list[float]:
    return [float(each) for each in re.findall(rf'class="{role}" x="[\d.]+" y="[\d.]+" width="([\d.]+)"', str(drawn))]


@pytest.mark.parametrize("across", [500.0, 354.0])
def test_lengths_are_in_proportion(across: float) -> None:
    drawn = bars([Bar("Data", 0.6, "60%"), Bar("Models", 0.3, "30%"), Bar("Nothing", 0.0, "0%")], across, "parts")
    long, short = widths(drawn, "series-1")
    assert long == pytest.approx(2 * short, abs=0.2)


def test_a_stripe_fills_its_width() -> None:
    drawn = stripe(
        [Bar("Fine", 0.75, "75%", role="series-2"), Bar("Unknown", 0.25, "25%", role="hollow")], 500, "parts"
    )
    (fine, _), (unknown, _) = widths(drawn, "series-2"), widths(drawn, "hollow")
    assert fine == pytest.approx(500 * 0.75 - 2) and unknown == pytest.approx(500 * 0.25 - 2)


def test_a_picture_of_nothing_is_still_a_picture() -> None:
    assert "svg" in str(bars([], 500, "nothing"))
