from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debtaudit.domain.asset import Model
from debtaudit.domain.facts import ABSENT
from debtaudit.domain.groups import Evaluation, Manifest
from debtaudit.domain.measurement import Quality
from debtaudit.domain.quality import course, courses, figures, has_fallen, launch_value, live, lower_is_better, names

FIRST = date(2026, 6, 1)


def weekly(*values: float, higher: bool | None = True, **more: str) -> list[Quality]:
    first = Quality(asset="tone", metric="f1", higher_is_better=higher, **more)  # type: ignore[arg-type]
    return [replace(first, value=value, at=FIRST + timedelta(weeks=week)) for week, value in enumerate(values)]


FALLING = weekly(0.90, 0.89, 0.88, 0.87, 0.85, 0.84, 0.83, 0.82)


def test_a_steady_fall_below_launch_is_a_fall() -> None:
    found = course(FALLING, 0.90)
    assert found
    assert found.drop == pytest.approx((0.90 - 0.835) / 0.90)
    assert found.falls()


def test_without_a_launch_value_the_first_point_is_launch() -> None:
    found = course(FALLING, None)
    assert found
    assert found.launch == pytest.approx(0.90)


def test_an_error_that_rises_is_a_fall() -> None:
    found = course(weekly(0.1, 0.11, 0.12, 0.13, 0.14, 0.15, 0.16, 0.17, higher=False), 0.1)
    assert found
    assert found.falls()


def test_noise_around_a_lower_level_is_no_fall() -> None:
    found = course(weekly(0.80, 0.82, 0.79, 0.81, 0.80, 0.82, 0.79, 0.81), 0.90)
    assert found
    assert found.drop > 0.05
    assert not found.falls()


def test_a_rise_is_no_fall_however_steep() -> None:
    found = course(weekly(0.5, 0.52, 0.54, 0.56, 0.58, 0.6, 0.62, 0.64), 0.9)
    assert found
    assert not found.falls()


@pytest.mark.parametrize("points", [FALLING[:7], weekly(*[0.9] * 8, higher=None), weekly(*[0.0] * 8), []])
def test_too_few_points_no_direction_or_a_launch_at_zero_cannot_tell(points: list[Quality]) -> None:
    assert course(points, None) is None


def test_eight_points_of_one_day_cannot_tell() -> None:
    assert course([Quality(asset="tone", value=0.9, higher_is_better=True, at=FIRST)] * 8, None) is None


def test_points_of_another_test_set_are_left_out() -> None:
    old, new = weekly(0.9, 0.9, test_set="exam-2025"), weekly(0.8, test_set="exam-2026")
    assert live([*old, *new]) == {"f1": tuple(new)}


def test_groups_are_no_part_of_the_overall_course() -> None:
    assert live(weekly(0.9, slice="german")) == {}


def test_no_live_values_leave_a_fall_unknown() -> None:
    assert has_fallen(Model(id="tone"), FALLING[:3]) is None
    assert has_fallen(Model(id="tone"), FALLING) is True


def test_the_manifest_comes_before_the_evaluation() -> None:
    evaluation = Evaluation(metrics={"f1": 0.8, "auc": 0.7})
    model = Model(id="tone", manifest=Manifest(metrics={"f1": 0.9}), evaluation=evaluation)
    assert launch_value(model, "f1") == pytest.approx(0.9)
    assert launch_value(model, "auc") == pytest.approx(0.7)
    assert launch_value(model, "recall") is None
    assert courses(model, FALLING)[0].launch == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [(None, None), (ABSENT, ()), ("auc", ("auc",)), (("auc", "f1"), ("auc", "f1")), ({"auc": 0.9}, ("auc",))],
)
def test_metrics_are_named_alone_listed_or_with_values(stated: object, expected: tuple[str, ...] | None) -> None:
    assert names(stated) == expected


def test_only_numbers_are_figures() -> None:
    assert figures({"auc": 0.9, "verdict": "good", "passed": True}) == {"auc": 0.9}
    assert figures("auc") == {}


@pytest.mark.parametrize(("metric", "lower"), [("wape", True), ("false_positive_rate", True), ("misroute-cost", True),
                                               ("macro_f1", False), ("ndcg_10", False)])  # fmt: skip
def test_the_direction_is_told_by_the_name(metric: str, lower: bool) -> None:
    assert lower_is_better(metric) is lower


@given(st.lists(st.floats(0.1, 1), min_size=8, max_size=30), st.floats(0.1, 10))
def test_a_course_does_not_depend_on_the_unit_of_its_metric(values: list[float], factor: float) -> None:
    one, other = course(weekly(*values), None), course(weekly(*(value * factor for value in values)), None)
    assert one
    assert other
    assert one.drop == pytest.approx(other.drop, abs=1e-9)
