from __future__ import annotations

from datetime import date

import pytest

from debtaudit.domain.facts import ABSENT
from debtaudit.domain.input_drift import by_feature, far, moved, p_value
from debtaudit.domain.measurement import Drift


def drift(value: float = 0.3, measure: str = "psi", day: int = 1, n_cur: int | None = 2000, **more: object) -> Drift:
    return Drift(asset="scorer", feature="age", at=date(2026, 9, day), measure=measure, value=value, n_ref=5000,
                 n_cur=n_cur, **more)  # type: ignore[arg-type]  # fmt: skip


def test_a_value_beyond_its_band_and_beyond_chance_is_far() -> None:
    assert far(drift(0.3)) is True
    assert far(drift(0.2)) is False


def test_too_few_rows_leave_a_high_value_open_and_a_low_one_harmless() -> None:
    assert far(drift(0.3, n_cur=100)) is None
    assert far(drift(0.05, n_cur=100)) is False


def test_rows_that_nobody_stated_leave_a_high_value_open() -> None:
    assert far(drift(0.3, n_cur=None)) is None


def test_many_bins_make_a_high_psi_ordinary() -> None:
    assert far(drift(0.26, n_cur=200, bins=10)) is True
    assert far(drift(0.26, n_cur=200, bins=40)) is False


def test_a_measure_nobody_knows_is_open() -> None:
    assert far(drift(3.0, measure="mmd")) is None


def test_a_value_stated_as_none_is_open() -> None:
    assert far(Drift(asset="scorer", measure="psi", value=ABSENT)) is None


def test_another_limit_can_be_asked_for() -> None:
    assert far(drift(0.12, measure="ks")) is False
    assert far(drift(0.12, measure="ks"), act=0.10) is True


def test_a_stated_p_value_is_taken() -> None:
    assert p_value(drift(0.3, measure="mmd", p_value=0.04)) == pytest.approx(0.04)


def test_without_rows_there_is_no_p_value() -> None:
    assert p_value(drift(n_cur=None)) is None


def test_measurements_are_grouped_by_feature_and_measure() -> None:
    first, second, other = drift(day=1), drift(day=2), drift(measure="ks")
    assert by_feature([first, second, other]) == {("age", "psi"): (first, second), ("age", "ks"): (other,)}


def test_only_the_newest_measurement_of_a_feature_tells_whether_it_moved() -> None:
    assert moved([drift(0.4, day=1), drift(0.02, day=2)]) == ()
    assert moved([drift(0.02, day=1), drift(0.4, day=2)]) == (drift(0.4, day=2),)
