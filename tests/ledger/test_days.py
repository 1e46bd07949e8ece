from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.asset import Asset, Model, System
from debtaudit.domain.incident import Incident
from debtaudit.ledger.days import LEAST, Measured, measured, winsorised

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
ASSETS: dict[str, Asset] = {
    "shop": System(id="shop", users_per_day=1000.0),
    "tone": Model(id="tone", system="shop"),
    "lone": Model(id="lone"),
}


def incident(number: int, **facts: Any) -> Incident:
    stated: dict[str, Any] = {
        "started_at": START, "detected_at": START + timedelta(days=3), "resolved_at": START + timedelta(days=4),
        "detected_by": "customer", "assets": ("tone",), "debts": (), "cause": "model", **facts,
    }  # fmt: skip
    return Incident(id=f"inc-{number}", **stated)


def of(setting: str, incidents: list[Incident]) -> Measured | None:
    return next((each for each in measured(incidents, ASSETS) if each.setting == setting), None)


def test_who_noticed_says_which_setting_an_incident_speaks_for() -> None:
    for who, setting in (
        ("monitor", "detect_automated"), ("staff", "detect_manual"), ("audit", "detect_manual"),
        ("customer", "detect_customer"),
    ):  # fmt: skip
        found = of(setting, [incident(1, detected_by=who)])
        assert found and (found.count, found.median) == (1, 3.0)
    assert of("detect_nobody", [incident(1)]) is None


def test_an_outage_is_noticed_at_once_and_says_nothing_of_other_faults() -> None:
    outage = [incident(1, cause="infrastructure")]
    assert of("detect_customer", outage) is None
    lasted = of("outage_days", outage)
    assert lasted and lasted.median == 1.0


def test_tickets_count_for_each_user_and_day_of_the_home_system() -> None:
    found = of("tickets_per_user_day", [incident(1, tickets=40.0)])
    assert found and found.median == pytest.approx(40 / (1000 * 4))
    assert of("tickets_per_user_day", [incident(1, tickets=40.0, assets=("lone",))]) is None


def test_the_same_outage_in_two_tools_counts_once() -> None:
    found = of("detect_customer", [incident(1), incident(2, same_as="inc-1")])
    assert found and found.count == 1


def test_one_bad_week_is_told_apart_and_is_not_the_rule() -> None:
    usual = [incident(number, detected_at=START + timedelta(days=2)) for number in range(LEAST - 1)]
    found = of("detect_customer", [*usual, incident(99, detected_at=START + timedelta(days=90))])
    assert found and (found.median, found.mean, found.largest, found.incident) == (2.0, 2.0, 90.0, "inc-99")
    assert found.enough
    fewer = of("detect_customer", usual)
    assert fewer and not fewer.enough


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=80))
def test_winsorising_moves_only_the_largest_twentieth_and_only_down(values: list[float]) -> None:
    tame = winsorised(values)
    assert len(tame) == len(values)
    assert all(after <= before for after, before in zip(tame, sorted(values), strict=True))
    changed = sum(after < before for after, before in zip(tame, sorted(values), strict=True))
    assert changed <= len(values) / 20 + 1
