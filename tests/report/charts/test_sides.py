"""Two distributions side by side: both sides on one scale, nothing drawn for nothing."""

from __future__ import annotations

import re

import pytest

from debtaudit.report.charts.sides import Both, sides


def widths(drawn: object, role: str) -> list[float]:
    return [float(each) for each in re.findall(rf'class="{role}" x="[\d.]+" y="[\d.]+" width="([\d.]+)"', str(drawn))]


@pytest.mark.parametrize("across", [610.0, 354.0])
def test_both_sides_stand_on_one_scale(across: float) -> None:
    drawn = sides([Both("us", 0.2, 0.4, "20% → 40%"), Both("ca", 0.8, 0.6, "80% → 60%")], across, "countries")
    reference, current = widths(drawn, "series-3"), widths(drawn, "series-1")
    assert reference[1] == pytest.approx(4 * reference[0], abs=0.5)
    assert current[0] == pytest.approx(2 * reference[0], abs=0.5)


def test_a_share_of_nothing_is_not_drawn() -> None:
    drawn = sides([Both("jp", 0.0, 1.0, "0% → 100%")], 610, "countries")
    assert (widths(drawn, "series-3"), len(widths(drawn, "series-1"))) == ([], 1)


def test_long_names_leave_room_for_bars() -> None:
    drawn = sides([Both("x" * 500, 0.5, 0.5, "50% → 50%")], 354, "names")
    assert "…" in str(drawn)
    assert min(widths(drawn, "series-1")) >= 40
