"""Trends: an arrow only where chance does not explain a change."""

from __future__ import annotations

from datetime import date

import pytest

from debtaudit.ledger.measure import Measured
from debtaudit.ledger.quarter import Quarter
from debtaudit.ledger.reading import Reading
from debtaudit.ledger.snapshot import Snapshot
from tests.ledger.quarters import reviewed

SLUG = "alert-precision"


def before(*values: tuple[float, int, float | None, float | None]) -> tuple[Snapshot, ...]:
    """Return snapshots of the quarters up to 2026-Q2 in which a figure had these values, cases and intervals."""
    quarters = [Quarter(2026, 2).before(back) for back in range(len(values) - 1, -1, -1)]
    return tuple(
        Snapshot(quarter, quarter.last, readings={SLUG: Reading(value, n=n, low=low, high=high)})
        for quarter, (value, n, low, high) in zip(quarters, values, strict=True)
    )


def now(actioned: int, fired: int, *values: tuple[float, int, float | None, float | None], **more: float) -> Measured:
    text = f"""
systems: [{{id: shop}}]
telemetry: [{{kind: alerts, asset: shop, at: 2026-09-01, fired: {fired}, actioned: {actioned}}}]
"""
    return reviewed(text, date(2026, 9, 30), before(*values), **more).figure(SLUG)


def test_a_change_beyond_the_interval_is_a_trend_and_is_judged() -> None:
    got = now(80, 100, (0.5, 100, 0.42, 0.58))
    assert (got.change, got.arrow, got.verdict, got.since) == (0.3, "up", "better", "2026-Q2")
    assert now(20, 100, (0.5, 100, 0.42, 0.58)).verdict == "worse"


def test_a_change_within_the_interval_is_none() -> None:
    got = now(52, 100, (0.5, 100, 0.42, 0.58))
    assert (got.change, got.arrow, got.verdict) == (0.02, "", "")


def test_below_five_cases_there_is_no_trend() -> None:
    assert now(4, 4, (0.1, 100, 0.05, 0.2)).arrow == ""
    assert now(80, 100, (0.1, 4, 0.05, 0.2)).arrow == ""


def test_a_value_outside_the_natural_limits_is_a_trend_although_it_has_no_interval_to_compare() -> None:
    steady = [(0.50, 100, None, None), (0.52, 100, None, None), (0.50, 100, None, None), (0.52, 100, None, None)]
    got = now(80, 100, *steady)
    assert got.limits == pytest.approx((0.51 - 2.66 * 0.02, 0.51 + 2.66 * 0.02))
    assert got.arrow == "up"
    assert now(54, 100, *steady).arrow == ""
    assert now(80, 100, *steady[:3]).limits is None


def test_no_change_has_no_arrow_even_after_rounding() -> None:
    third = float(f"{1 / 3:.6g}")
    got = now(100, 300, *[(third, 300, None, None)] * 5)
    assert (got.change, got.arrow) == (0.0, "")


def test_without_a_value_before_there_is_no_change() -> None:
    assert (now(1, 9).change, now(1, 9).since) == (None, "")


def test_the_organisations_own_target_counts() -> None:
    assert (now(40, 100).target, now(40, 100).met) == (0.5, False)
    got = now(40, 100, alert_precision=0.3)
    assert (got.target, got.met) == (0.3, True)
