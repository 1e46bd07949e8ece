"""Bars of what a price hangs on: on one scale, split where the price stands."""

from __future__ import annotations

import re

import pytest

from debtaudit.report.charts.swings import Mark, Reach, swings

REACHES = [Reach("Loss of an event", 5_000, 20_000, "€5k to €20k"), Reach("Days", 10_000, 12_000, "€10k to €12k")]


def bars(across: float, role: str) -> list[tuple[float, float]]:
    drawn = str(swings(REACHES, Mark("€10k as it stands", 10_000), across, "says"))
    found = re.findall(rf'<rect class="{role}" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', drawn)
    return [(float(x), float(x) + float(width)) for x, width in found]


@pytest.mark.parametrize("across", [500, 354])
def test_a_bar_is_risk_above_the_price_and_calm_below_it(across: float) -> None:
    (calm,), risky = bars(across, "series-3"), bars(across, "risk")
    assert len(risky) == 2
    assert calm[1] == pytest.approx(risky[0][0], abs=0.2) == pytest.approx(risky[1][0], abs=0.2)
    assert (risky[0][1] - risky[0][0]) / (risky[1][1] - risky[1][0]) == pytest.approx(5, rel=0.05)


@pytest.mark.parametrize("across", [500, 354])
def test_nothing_leaves_the_picture(across: float) -> None:
    assert all(0 <= left < right <= across for role in ("series-3", "risk") for left, right in bars(across, role))


def test_a_price_of_nothing_can_be_drawn() -> None:
    assert "€0" in str(swings([Reach("Days", 0, 0, "€0 to €0")], Mark("€0 as it stands", 0), 500, "says"))
